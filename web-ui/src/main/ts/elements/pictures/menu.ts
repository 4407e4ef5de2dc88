import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../../net/api.js';
import type { RunView } from '../../state/run-view.js';
import type { Tile } from '../../state/tiles.js';
import { factsOf } from '../../ui/facts.js';
import { fileName, statusText } from '../../ui/format.js';
import { icons } from '../../ui/icons.js';
import { View } from '../../ui/view.js';
import type { TileActions } from './tile.js';

const SIZE = 256;

/** What a tile shows, in words, and all that can be done with it; on a phone a sheet from below. */
@customElement('demist-picture-menu')
export class PictureMenu extends View {
  @state() private tile: Tile | null = null;
  private actions?: TileActions;

  /** Opens the menu of a tile. */
  async open(tile: Tile, actions: TileActions): Promise<void> {
    this.tile = tile;
    this.actions = actions;
    await this.updateComplete;
    this.dialog.showModal();
  }

  override render() {
    return html`<dialog class="sheet menu" aria-labelledby="menu-title" @click=${this.outside} @close=${() => (this.tile = null)}>
      ${this.tile ? this.of(this.tile.view) : nothing}
    </dialog>`;
  }

  private of(view: RunView) {
    const { run } = view;
    const thumb = view.thumbnailUrl(SIZE);
    return html`<div class="about">
        ${thumb ? html`<img src=${thumb} alt="" width="96" height="96" />` : nothing}
        <div>
          <h2 id="menu-title" class="title">${run.title ?? view.title}</h2>
          <p class="facts">${[statusText(run), ...factsOf(run, this.store.offer)].join(' · ')}</p>
        </div>
      </div>
      <div class="deeds">
        ${this.deed('keep', run.kept ? icons.kept : icons.heart, run.kept ? 'Keep no longer' : 'Keep', (actions) => actions.keep(view))}
        ${this.deed('use', icons.reuse, 'Use these settings', (actions) => actions.use(view))}
        ${view.finished ? this.finished(view) : nothing}
        ${view.active
          ? this.deed('stop', icons.stop, 'Stop', (actions) => actions.stop(view))
          : this.deed('delete', icons.bin, 'Delete', (actions) => actions.remove({ ...this.tile!, views: [view] }))}
      </div>`;
  }

  private finished(view: RunView) {
    return html`${this.deed('start-from', icons.picture, 'Start from this picture', (actions) => actions.startFrom(view))}
      ${this.store.form.mostReferences > 0 ? this.deed('refer', icons.reference, 'Use it as a reference', () => void this.store.commands.refer(view)) : nothing}
      ${this.deed('larger', icons.enlarge, 'Draw it larger', () => void this.store.commands.drawLarger(view))}
      <a class="button quiet labelled" href=${api.imageUrl(view.id)} download=${fileName(view.run)} @click=${this.close}>${icons.save} Save</a>`;
  }

  private deed(name: string, icon: unknown, label: string, act: (actions: TileActions) => void) {
    const chosen = () => {
      this.close();
      if (this.actions) act(this.actions);
    };
    return html`<button class="quiet labelled" name=${name} @click=${chosen}>${icon} ${label}</button>`;
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }

  private readonly close = () => this.dialog.close();

  private readonly outside = (event: Event) => {
    if (event.target === this.dialog) this.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-picture-menu': PictureMenu;
  }
}
