import type { Store } from '../state/store.js';
import { percent } from './format.js';

/** The tab's title: how far the run on the stage is, so that it can be left alone. */
export function title(store: Store): string {
  const view = store.position.view;
  if (!view) return 'Demist';
  const name = `${view.title.slice(0, 40)} · Demist`;
  switch (view.run.status) {
    case 'running':
      return `${percent(view.run)}% · ${name}`;
    case 'paused':
      return `Paused at ${percent(view.run)}% · ${name}`;
    case 'queued':
      return `Queued · ${name}`;
    default:
      return name;
  }
}
