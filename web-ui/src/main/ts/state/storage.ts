/** The browser's own storage under this page's names; one that keeps nothing, or refuses, is not an error. */
export const storage = {
  read(name: string): string | null {
    try {
      return localStorage.getItem(`demist.${name}`);
    } catch {
      return null;
    }
  },
  write(name: string, value: string): void {
    try {
      localStorage.removeItem(`demist.${name}`);
      localStorage.setItem(`demist.${name}`, value);
    } catch {
      // Full or switched off: the page then starts afresh after a reload.
    }
  },
};
