import { storage } from '../state/storage.js';

/** Light or dark: what the system says, until the reader says otherwise. */
export const theme = {
  get dark(): boolean {
    const chosen = document.documentElement.dataset['theme'];
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  },
  turn(): void {
    const chosen = theme.dark ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = chosen;
    storage.write('theme', chosen);
  },
  recall(): void {
    const chosen = storage.read('theme');
    if (chosen) document.documentElement.dataset['theme'] = chosen;
  },
};
