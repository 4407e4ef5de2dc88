/**
 * JSON whose seeds keep all of their 64 bits: one that a number would round is a text here, and a number where it is sent.
 * Inside a text a quotation mark has a backslash before it, so the patterns find keys only.
 */
const WIDE_SEED = /("(?:noise_)?seed"\s*:\s*)(-?\d{16,})(?=\s*[,}])/g;
const SEED_TEXT = /("seed":)"(-?\d+)"/g;
const EXACT_DIGITS = 15;
const MIN = -(2n ** 63n);
const MAX = 2n ** 64n - 1n;

/** A whole number of 64 bits, signed or unsigned; a text where a number would round it. */
export type Seed = number | string;

export function parseJson<T>(text: string): T {
  return JSON.parse(text.replace(WIDE_SEED, '$1"$2"')) as T;
}

export function writeJson(value: object): string {
  return JSON.stringify(value).replace(SEED_TEXT, '$1$2');
}

/** The seed that a text holds; undefined if it holds none, or one of more than 64 bits. */
export function readSeed(text: string): Seed | undefined {
  if (!/^\s*-?\d+\s*$/.test(text)) return undefined;
  const seed = BigInt(text.trim());
  if (seed < MIN || seed > MAX) return undefined;
  const digits = String(seed);
  return digits.replace('-', '').length > EXACT_DIGITS ? digits : Number(seed);
}
