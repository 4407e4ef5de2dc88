/** A preview as it travels: a 32-byte big-endian header, then the encoded picture. */
export interface Frame {
  readonly last: boolean;
  readonly seq: number;
  readonly step: number;
  readonly steps: number;
  readonly width: number;
  readonly height: number;
  readonly noiseLevel: number;
  readonly watch: number;
  readonly picture: Blob;
}

const MAGIC = 0x444d5354; // "DMST"
const HEADER = 32;
const VERSION = 1;
const CODECS: Readonly<Record<number, string>> = { 1: 'image/jpeg', 2: 'image/png' };

export function decodeFrame(bytes: ArrayBuffer): Frame {
  const view = new DataView(bytes);
  if (bytes.byteLength <= HEADER || view.getUint32(0) !== MAGIC) throw new Error('not a preview frame');
  if (view.getUint8(4) !== VERSION) throw new Error(`preview frame of version ${view.getUint8(4)}; this page reads 1`);
  const codec = CODECS[view.getUint8(5)];
  if (!codec) throw new Error(`preview frame with codec ${view.getUint8(5)}; this page reads 1 (jpeg) and 2 (png)`);
  return {
    last: (view.getUint16(6) & 1) === 1,
    seq: Number(view.getBigUint64(8)),
    step: view.getUint16(16),
    steps: view.getUint16(18),
    width: view.getUint16(20),
    height: view.getUint16(22),
    noiseLevel: view.getFloat32(24),
    watch: view.getUint32(28),
    picture: new Blob([new Uint8Array(bytes, HEADER)], { type: codec }),
  };
}
