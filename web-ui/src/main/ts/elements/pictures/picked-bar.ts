import { html, type TemplateResult } from 'lit';
import { api } from '../../net/api.js';
import type { Selection } from '../../state/selection.js';
import type { Store } from '../../state/store.js';
import type { Tile } from '../../state/tiles.js';
import { icons } from '../../ui/icons.js';

/** As many runs as an address of usual length can name; more are several files. */
const MOST_IN_ZIP = 120;

/** What can be done with the picked pictures. */
export function pickedBar(store: Store, selection: Selection, tiles: readonly Tile[]): TemplateResult {
  const views = selection.views(tiles);
  const none = views.length === 0;
  const finished = views.filter((view) => view.finished).map(({ id }) => id);
  const kept = !none && views.every(({ run }) => run.kept);
  const remove = () => {
    void store.bin.remove(views);
    selection.end();
  };
  return html`<div class="picked-bar" role="toolbar" aria-label="Picked pictures">
    <p role="status">${none ? 'Pick pictures' : `${views.length} picked`}</p>
    <button class="quiet" name="pick-all" aria-label="Pick all that are listed" title="Pick all that are listed" @click=${() => selection.all(tiles)}>${icons.all}</button>
    <button class="quiet" name="keep-picked" ?disabled=${none} aria-pressed=${kept} aria-label="Keep" title=${kept ? 'Keep no longer' : 'Keep'} @click=${() => store.library.keep(views, !kept)}>${kept ? icons.kept : icons.heart}</button>
    ${zip(finished)}
    <button class="quiet" name="delete-picked" ?disabled=${none} aria-label="Delete" title="Delete" @click=${remove}>${icons.bin}</button>
  </div>`;
}

function zip(finished: readonly string[]): TemplateResult {
  const files = Math.ceil(finished.length / MOST_IN_ZIP);
  const title = files === 0 ? 'Only finished pictures can be saved' : files === 1 ? 'Save as zip' : `Save as ${files} zips`;
  return html`<button class="quiet" name="zip" ?disabled=${files === 0} aria-label=${title} title=${title} @click=${() => save(finished)}>${icons.save}</button>`;
}

function save(ids: readonly string[]): void {
  for (let at = 0; at < ids.length; at += MOST_IN_ZIP) {
    const link = document.createElement('a');
    link.href = api.zipUrl(ids.slice(at, at + MOST_IN_ZIP));
    link.download = 'demist.zip';
    link.click();
  }
}
