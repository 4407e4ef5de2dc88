import { NOTHING, type Settings } from './settings.js';
import { storage } from './storage.js';

/** The form survives a reload. */
export const memory = {
  recall(): Settings {
    try {
      return { ...NOTHING, ...JSON.parse(storage.read('settings') ?? '{}') };
    } catch {
      return NOTHING;
    }
  },
  keep(settings: Settings): void {
    storage.write('settings', JSON.stringify(settings));
  },
};
