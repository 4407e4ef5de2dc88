import type { Run } from '../net/types.js';

/** "12 s", "2 min 5 s", "1 h 4 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Two digits that matter: "0.42", "3.1", "18". */
export function rate(perSecond: number): string {
  return perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toPrecision(2);
}

export function ordinal(n: number): string {
  const suffixes: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  return n + suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]!;
}

/** "812 B", "3.4 MB", "1.2 GB". */
export function bytes(size: number): string {
  const unit = size < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3));
  const number = size / 1000 ** unit;
  return `${unit === 0 || number >= 100 ? number.toFixed(0) : number.toPrecision(2)} ${['B', 'kB', 'MB', 'GB', 'TB'][unit]}`;
}

export function percent(run: Run): number {
  return run.steps > 0 ? Math.round((100 * run.step) / run.steps) : 0;
}

/** "1 : 1 · 128" for a shape of small whole numbers and the long side, else "96 × 200". */
export function shapeName(width: number, height: number): string {
  const divisor = greatestDivisor(width, height);
  const [across, down] = [width / divisor, height / divisor];
  return across <= 21 && down <= 21 ? `${across} : ${down} · ${Math.max(width, height)}` : `${width} × ${height}`;
}

const greatestDivisor = (a: number, b: number): number => (b > 0 ? greatestDivisor(b, a % b) : a || 1);

export const referenceCount = (n: number): string => (n === 1 ? '1 reference' : `${n} references`);

/** A name for the picture's file, from what was asked for and the seed. */
export function fileName(run: Run): string {
  const slug = run.request.prompt.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 48);
  return ['demist', slug, run.request.seed].filter((part) => part !== '' && part !== undefined).join('-') + '.png';
}

/** What is going on, in a few words. */
export function statusText(run: Run): string {
  switch (run.status) {
    case 'queued':
      return run.queuePlace && run.queuePlace > 1 ? `${ordinal(run.queuePlace)} in the queue` : 'Next in the queue';
    case 'running':
      return run.step === 0 ? 'Preparing' : 'Denoising';
    case 'paused':
      return 'Paused';
    case 'done':
      return 'Finished';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Stopped';
  }
}
