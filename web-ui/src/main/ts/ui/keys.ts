import { storage } from '../state/storage.js';
import type { Store } from '../state/store.js';

/** Single letters can be switched off, for people who talk to their computer. */
export const letters = {
  get on(): boolean {
    return storage.read('letters') !== 'off';
  },
  set on(on: boolean) {
    storage.write('letters', on ? 'on' : 'off');
  },
};

/** The keys and what they do, as the help shows them. */
export const KEYS: readonly [key: string, does: string][] = [
  ['Ctrl Enter', 'Generate'],
  ['Space', 'Pause or resume'],
  [', .', 'One state back, one forward'],
  ['L', 'Follow the newest state again'],
  ['F', 'Fork from the state shown'],
  ['S', 'Save the picture'],
  ['?', 'This list'],
];

export function onKey(event: KeyboardEvent, store: Store): void {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) void store.generate();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !busy(event) && letters.on) {
    single(event, store);
  }
}

function single(event: KeyboardEvent, store: Store): void {
  const action = actions(store)[event.key.toLowerCase()];
  if (!action || (event.key === ' ' && (event.target as Element).closest('button, summary, a'))) return;
  event.preventDefault();
  action();
}

function actions(store: Store): Record<string, () => unknown> {
  return {
    ' ': () => store.togglePause(),
    f: () => store.fork(),
    l: () => store.seek(null),
    ',': () => store.seek(store.shownStep - 1),
    '.': () => store.seek(store.shownStep + 1),
    s: () => document.querySelector<HTMLAnchorElement>('a[data-save]')?.click(),
    '?': () => document.querySelector<HTMLDialogElement>('#help')?.showModal(),
  };
}

/** Whether the key belongs to something else: a field that is typed into, or an open dialog. */
function busy(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  const typed = 'textarea, select, input:not([type=range], [type=checkbox])';
  return target.closest(typed) !== null || document.querySelector('dialog[open]') !== null;
}
