const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const LATIN = new TextDecoder('latin1');
const UTF8 = new TextDecoder();

/** The texts in a PNG by their keywords: tEXt, zTXt and iTXt chunks. A file that is not a PNG has none. */
export async function textChunks(file: ArrayBuffer): Promise<Map<string, string>> {
  const bytes = new Uint8Array(file);
  const texts = new Map<string, string>();
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return texts;
  const view = new DataView(file);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = LATIN.decode(bytes.subarray(at + 4, at + 8));
    const entry = await decode(type, bytes.subarray(at + 8, at + 8 + length));
    if (entry) texts.set(...entry);
    at += 12 + length;
  }
  return texts;
}

async function decode(type: string, data: Uint8Array<ArrayBuffer>): Promise<[string, string] | null> {
  const end = data.indexOf(0);
  if (end < 0) return null;
  const keyword = LATIN.decode(data.subarray(0, end));
  switch (type) {
    case 'tEXt':
      return [keyword, LATIN.decode(data.subarray(end + 1))];
    case 'zTXt':
      return [keyword, LATIN.decode(await inflate(data.subarray(end + 2)))];
    case 'iTXt':
      return [keyword, await international(data, end)];
    default:
      return null;
  }
}

/** keyword 0, compressed?, method, language 0, translated keyword 0, text in UTF-8. */
async function international(data: Uint8Array<ArrayBuffer>, end: number): Promise<string> {
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  const text = data.subarray(translated + 1);
  return UTF8.decode(data[end + 1] === 1 ? await inflate(text) : text);
}

async function inflate(data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const plain = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(plain).arrayBuffer();
}
