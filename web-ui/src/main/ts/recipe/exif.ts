const IMAGE_DESCRIPTION = 0x010e;
const MAKE = 0x010f;
const MODEL = 0x0110;
const EXIF_FOLDER = 0x8769;
const USER_COMMENT = 0x9286;
const ASCII = 2;
const LATIN = new TextDecoder('latin1');
const UTF8 = new TextDecoder();
/** A name before a JSON object: how ComfyUI puts several texts into the few tags that EXIF has. */
const NAMED = /^(\w+):(\{[\s\S]*)$/;

/** The texts of an EXIF block by the keyword that they would have in a PNG; `parameters` for the user's comment. */
export function exifTexts(block: Uint8Array<ArrayBuffer>): Map<string, string> {
  const texts = new Map<string, string>();
  const tiff = new Tiff(withoutMark(block));
  const folder = tiff.folder(tiff.first);
  for (const tag of [IMAGE_DESCRIPTION, MAKE, MODEL]) {
    const named = NAMED.exec(UTF8.decode(folder.get(tag)?.bytes).replace(/\0+$/, ''));
    if (named) texts.set(named[1]!.toLowerCase(), named[2]!);
  }
  const inner = folder.get(EXIF_FOLDER);
  const comment = inner && tiff.folder(inner.number).get(USER_COMMENT);
  if (comment) texts.set('parameters', commentOf(comment.bytes, tiff.little));
  return texts;
}

/** What JPEG puts before the block, and some programs also put into a WebP. */
function withoutMark(block: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return LATIN.decode(block.subarray(0, 6)) === 'Exif\0\0' ? block.subarray(6) : block;
}

/** A comment begins with eight bytes that name its alphabet; which half of its letters comes first they do not say. */
function commentOf(bytes: Uint8Array<ArrayBuffer>, little: boolean): string {
  const alphabet = LATIN.decode(bytes.subarray(0, 8)).replace(/\0/g, '');
  const letters = bytes.subarray(8);
  const text = alphabet === 'UNICODE' ? new TextDecoder(byteOrder(letters, little)).decode(letters) : UTF8.decode(letters);
  return text.replace(/\0+$/, '');
}

function byteOrder(letters: Uint8Array, little: boolean): string {
  const zeros = (from: number) => letters.reduce((sum, byte, i) => sum + (i % 2 === from && byte === 0 ? 1 : 0), 0);
  const [even, odd] = [zeros(0), zeros(1)];
  return (even === odd ? little : odd > even) ? 'utf-16le' : 'utf-16be';
}

interface Entry {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly number: number;
}

/** TIFF's folders of tags, as far as they hold texts and addresses of other folders. */
class Tiff {
  readonly little: boolean;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = bytes[0] === 0x49;
  }

  get first(): number {
    return this.number(4);
  }

  folder(at: number): Map<number, Entry> {
    const entries = new Map<number, Entry>();
    if (at < 8 || at + 2 > this.bytes.length) return entries;
    const count = this.view.getUint16(at, this.little);
    for (let i = 0, entry = at + 2; i < count && entry + 12 <= this.bytes.length; i++, entry += 12) {
      entries.set(this.view.getUint16(entry, this.little), this.entry(entry));
    }
    return entries;
  }

  /** Texts of at most four bytes stand where longer ones have their address. */
  private entry(at: number): Entry {
    const length = this.number(at + 4);
    const byteSized = [ASCII, 1, 7].includes(this.view.getUint16(at + 2, this.little));
    const from = byteSized && length <= 4 ? at + 8 : this.number(at + 8);
    return { bytes: this.bytes.subarray(from, from + length), number: this.number(at + 8) };
  }

  private number(at: number): number {
    return at + 4 <= this.bytes.length ? this.view.getUint32(at, this.little) : 0;
  }
}
