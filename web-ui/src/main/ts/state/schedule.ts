/** The two ways to give a custom schedule. */
export type Schedule = 'timesteps' | 'sigmas';

export const SCHEDULES: readonly Schedule[] = ['timesteps', 'sigmas'];

const MOST_STEPS = 1000;

type Typed = Readonly<Record<Schedule, string>>;

/** Whether timesteps or sigmas are given. */
export const hasSchedule = ({ timesteps, sigmas }: Typed): boolean => timesteps !== '' || sigmas !== '';

/** The numbers of a text in which commas, spaces or both stand between them; what is not a number is NaN. */
export const numbersIn = (text: string): number[] => text.split(/[\s,]+/).filter(Boolean).map(Number);

/** What is wrong with the custom schedule, by field; empty if it can be sent. */
export function scheduleProblems(typed: Typed): Record<string, string> {
  return Object.fromEntries(SCHEDULES.map((kind) => [kind, problemOf(kind, typed)]).filter(([, problem]) => problem !== null));
}

/** What is wrong with the timesteps or the sigmas, by the rules of the server; null if nothing is. */
function problemOf(kind: Schedule, typed: Typed): string | null {
  const numbers = numbersIn(typed[kind]);
  const sigmas = kind === 'sigmas';
  if (sigmas && numbers.length > 0 && typed.timesteps !== '') return 'Give either timesteps or sigmas, not both';
  if (numbers.some((number) => !Number.isFinite(number))) return 'Numbers with commas between them';
  const negative = numbers.find((number) => number < 0);
  if (negative !== undefined) return `${negative} is below 0`;
  const wrong = numbers.findIndex((number, i) => i > 0 && number >= numbers[i - 1]!);
  if (wrong > 0) return `${numbers[wrong]} after ${numbers[wrong - 1]}: each has to be smaller than the one before it`;
  const steps = numbers.filter((number) => !sigmas || number > 0).length;
  if (numbers.length > 0 && steps === 0) return 'At least one has to be above 0';
  return steps > MOST_STEPS ? `${steps} are too many; at most ${MOST_STEPS}` : null;
}
