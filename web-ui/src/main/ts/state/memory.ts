import { NOTHING, type Settings } from './settings.js';
import { storage } from './storage.js';

const PICTURES = ['image', 'mask', 'controlImage', 'references'] as const;

type Pictures = Pick<Settings, (typeof PICTURES)[number]>;

/** The form survives a reload. Pictures are kept apart: one that is too large for the browser takes nothing else with it. */
export const memory = {
  recall(): Settings {
    return { ...NOTHING, ...sound(parse('settings')), ...sound(parse('pictures')) };
  },
  keep(settings: Settings): void {
    const { image, mask, controlImage, references, ...words } = settings;
    storage.write('settings', JSON.stringify(words));
    memory.keepPictures({ image, mask, controlImage, references });
  },
  keepPictures(pictures: Pictures): void {
    if (PICTURES.every((name) => pictures[name] === kept[name])) return;
    kept = pictures;
    storage.write('pictures', JSON.stringify(pictures));
  },
};

let kept: Pictures = NOTHING;

function parse(name: string): object {
  try {
    return JSON.parse(storage.read(name) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** What is of the kind that the page keeps there; another version may have kept something else. */
function sound(stored: object): Partial<Settings> {
  const fits = (key: string, value: unknown) => key in NOTHING && kinds(NOTHING[key as keyof Settings]).includes(kind(value));
  return Object.fromEntries(Object.entries(stored).filter(([key, value]) => fits(key, value)));
}

const kind = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** What starts as null becomes a text or a number. */
const kinds = (standard: unknown): string[] => (standard === null ? ['null', 'string', 'number'] : [kind(standard)]);
