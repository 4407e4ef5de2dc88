import { numberOf, requestOf, rest } from './facts.js';
import type { Recipe } from './recipe.js';

/** A name, a colon and a value, which is quoted if it holds commas or line ends. */
const FACT = /\s*(\w[\w \-/]*):[^\S\n]*("(?:\\[\s\S]|[^\\"])*"(?=\s*(?:,|\n|$))|[^,\n]*)(,|\n|$)/y;
const NEGATIVE = 'Negative prompt:';
/** What stands between facts and is none, such as the rest of a JSON object. */
const OTHER = /[^,\n]*(,|\n|$)/y;
/** Fewer facts than this in a line are words of a prompt. */
const FEWEST = 3;
/** A line of facts has one of these. */
const KNOWN = ['Steps', 'Sampler', 'CFG scale', 'Seed', 'Size'];
const LORA = /<lora:([^:>]+)(?::([\d.+-]+))?[^>]*>/g;
const TAG = /<(?:lyco|hypernet):[^>]*>/g;
/** What belongs to facts that are taken, and what only says which files and program they were. */
const TAKEN = [
  'Steps', 'CFG scale', 'Seed', 'Size', 'Clip skip', 'Sampler', 'Schedule type', 'Model', 'Model hash', 'Lora hashes', 'Version',
];

/**
 * The text that AUTOMATIC1111's web interface introduced: prompt, "Negative prompt: …", then facts in any order, such as
 * "Steps: 20, CFG scale: 5, Seed: 42, Size: 128x128". Lines behind the facts are not understood.
 */
export function readParameters(text: string): Recipe | null {
  const lines = text.replace(/\r\n?/g, '\n').trim();
  const found = lastFacts(lines);
  if (found === null) return null;
  const { facts, start, end } = found;
  const [width, height] = (facts['Size'] ?? '').split('x');
  const seen = { steps: facts['Steps'], guidance: facts['CFG scale'], seed: facts['Seed'], width, height };
  const words = lines.slice(0, start);
  const request = { ...requestOf({ ...prompts(words.replace(LORA, '')), ...seen }), ...clipSkip(facts['Clip skip']) };
  const tags = (words.match(TAG) ?? []).map((tag) => `${tag} (plain text here)`);
  const loras = [...words.matchAll(LORA)].map(([, name, weight]) => ({ name: name!, weight: numberOf(weight) ?? 1 }));
  const named = { sampler: facts['Sampler'], spread: facts['Schedule type'], model: facts['Model'], loras };
  return { request, leftOut: [...tags, ...rest(facts, TAKEN), ...behind(lines.slice(end))], named };
}

/** 1 is the last layer there, which skips none here. */
function clipSkip(value?: string): { clipSkip?: number } {
  const layers = numberOf(value);
  return layers === undefined || layers < 1 ? {} : { clipSkip: layers - 1 };
}

function prompts(words: string): { prompt: string; negativePrompt: string } {
  const lines = words.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => line.startsWith(NEGATIVE));
  if (at < 0) return { prompt: lines.join('\n').trim(), negativePrompt: '' };
  const negative = lines.slice(at);
  negative[0] = negative[0]!.slice(NEGATIVE.length);
  return { prompt: lines.slice(0, at).join('\n').trim(), negativePrompt: negative.join('\n').trim() };
}

interface Found {
  facts: Record<string, string>;
  start: number;
  end: number;
}

/** The last line that holds facts, and is not a part of a quoted value of earlier ones. */
function lastFacts(lines: string): Found | null {
  let last: Found | null = null;
  for (let start = 0; start >= 0 && start < lines.length; ) {
    const found = factsAt(lines, start);
    if (found) last = found;
    const next = lines.indexOf('\n', found ? found.end - 1 : start);
    start = next < 0 ? -1 : next + 1;
  }
  return last;
}

function factsAt(lines: string, start: number): Found | null {
  const facts: Record<string, string> = {};
  let end = start;
  for (let more = true; more; ) {
    FACT.lastIndex = OTHER.lastIndex = end;
    const fact = FACT.exec(lines);
    if (!fact && end === start) return null;
    if (fact) facts[fact[1]!] = unquoted(fact[2]!.trim());
    const delimiter = fact ? fact[3] : OTHER.exec(lines)?.[1];
    end = fact ? FACT.lastIndex : OTHER.lastIndex;
    more = delimiter === ',' && end < lines.length;
  }
  const enough = Object.keys(facts).length >= FEWEST && KNOWN.some((name) => facts[name] !== undefined);
  return enough && !lines.startsWith(NEGATIVE, start) ? { facts, start, end } : null;
}

function unquoted(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value;
}

function behind(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (line.includes(':') ? line.slice(0, line.indexOf(':')).trim() : line.trim().slice(0, 40)));
}
