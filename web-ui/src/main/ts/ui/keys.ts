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

/** The letter of a key that stands for an action, in lower case; null if it belongs to something else. */
export function letterKey(event: KeyboardEvent): string | null {
  const free = !event.ctrlKey && !event.metaKey && !event.altKey && !busy(event) && letters.on;
  return free ? event.key.toLowerCase() : null;
}

/** The keys and what they do, as the help shows them. */
export const KEYS: readonly [key: string, does: string][] = [
  ['Ctrl Enter', 'Generate, or branch from the step shown'],
  ['Ctrl Shift Enter', 'Generate in place of the run shown'],
  ['Alt ↑ ↓', 'An earlier prompt, a later one'],
  ['Ctrl Z', 'Bring back the settings from before'],
  ['Space', 'Pause or resume'],
  [', .', 'One step back, one forward'],
  ['L', 'The newest step again'],
  ['F', 'Branch from the step shown'],
  ['S', 'Save the picture'],
  ['Z', 'Full screen'],
  ['X', 'Held: the other picture, of two that are compared'],
  ['?', 'This list'],
];

export function onKey(event: KeyboardEvent, store: Store): void {
  const { form } = store;
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) void (event.shiftKey ? store.commands.replace() : store.commands.act());
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && form.canUndo && !(typed(event) && form.edited)) {
    event.preventDefault();
    form.undo();
  } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    event.preventDefault();
    const { prompt } = form.settings;
    const found = event.key === 'ArrowUp' ? store.prompts.earlier(prompt) : store.prompts.later(prompt);
    if (found !== null) form.set({ prompt: found });
    store.typing.typed();
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
  const { position } = store;
  return {
    ' ': () => store.commands.togglePause(),
    f: () => store.commands.fork(),
    l: () => position.seek(null),
    ',': () => position.seek(position.step - 1),
    '.': () => position.seek(position.step + 1),
    z: () => document.querySelector<HTMLElement>('[name=enlarge]')?.click(),
    s: () => document.querySelector<HTMLAnchorElement>('a[data-save]')?.click(),
    '?': () => document.querySelector<HTMLDialogElement>('#help')?.showModal(),
  };
}

/** Whether the key belongs to something else: a field that is typed into, or an open dialog. */
function busy(event: KeyboardEvent): boolean {
  return typed(event) || document.querySelector('dialog[open], [popover]:popover-open') !== null;
}

function typed({ target }: KeyboardEvent): boolean {
  return (target as Element).closest('textarea, select, input:not([type=range], [type=checkbox])') !== null;
}
