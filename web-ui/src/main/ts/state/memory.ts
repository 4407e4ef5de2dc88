import { NOTHING, type Settings } from './settings.js';
import { storage } from './storage.js';

type Pictures = Pick<Settings, 'image' | 'mask' | 'controlImage'>;

/** The form survives a reload. Pictures are kept apart: one that is too large for the browser takes nothing else with it. */
export const memory = {
  recall(): Settings {
    return { ...NOTHING, ...parse('settings'), ...parse('pictures') };
  },
  keep(settings: Settings): void {
    const { image, mask, controlImage, ...words } = settings;
    storage.write('settings', JSON.stringify(words));
    memory.keepPictures({ image, mask, controlImage });
  },
  keepPictures(pictures: Pictures): void {
    if (pictures.image === kept.image && pictures.mask === kept.mask && pictures.controlImage === kept.controlImage) return;
    kept = pictures;
    storage.write('pictures', JSON.stringify(pictures));
  },
};

let kept: Pictures = { image: null, mask: null, controlImage: null };

function parse(name: string): object {
  try {
    return JSON.parse(storage.read(name) ?? '{}');
  } catch {
    return {};
  }
}
