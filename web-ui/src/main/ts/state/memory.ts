import { NOTHING, type Settings } from './settings.js';
import { storage } from './storage.js';

type Pictures = Pick<Settings, 'image' | 'mask'>;

/** The form survives a reload. Pictures are kept apart: one that is too large for the browser takes nothing else with it. */
export const memory = {
  recall(): Settings {
    return { ...NOTHING, ...parse('settings'), ...parse('pictures') };
  },
  keep(settings: Settings): void {
    const { image, mask, ...words } = settings;
    storage.write('settings', JSON.stringify(words));
    memory.keepPictures({ image, mask });
  },
  keepPictures(pictures: Pictures): void {
    if (pictures.image === kept.image && pictures.mask === kept.mask) return;
    kept = pictures;
    storage.write('pictures', JSON.stringify(pictures));
  },
};

let kept: Pictures = { image: null, mask: null };

function parse(name: string): object {
  try {
    return JSON.parse(storage.read(name) ?? '{}');
  } catch {
    return {};
  }
}
