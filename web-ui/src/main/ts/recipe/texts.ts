import { exifTexts } from './exif.js';
import { textChunks } from './text-chunks.js';

const LATIN = new TextDecoder('latin1');
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;

/** The texts in a PNG, JPEG or WebP by the keywords that PNG has for them; any other file has none. */
export async function textsOf(file: ArrayBuffer): Promise<Map<string, string>> {
  const bytes = new Uint8Array(file);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return exifIn(jpegExif(bytes));
  if (LATIN.decode(bytes.subarray(0, 4)) === 'RIFF') return exifIn(webpExif(bytes));
  return textChunks(file);
}

const exifIn = (block: Uint8Array<ArrayBuffer> | null): Map<string, string> => (block ? exifTexts(block) : new Map());

/** JPEG is a chain of segments: a mark of two bytes, then the length of what follows. */
function jpegExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(bytes.buffer);
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN; at += 2 + view.getUint16(at + 2)) {
    const segment = bytes.subarray(at + 4, at + 2 + view.getUint16(at + 2));
    if (bytes[at + 1] === APP1 && LATIN.decode(segment.subarray(0, 4)) === 'Exif') return segment;
  }
  return null;
}

/** WebP is a list of chunks: four letters, the length, the bytes, and one more if the length is odd. */
function webpExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(bytes.buffer);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    if (LATIN.decode(bytes.subarray(at, at + 4)) === 'EXIF') return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return null;
}
