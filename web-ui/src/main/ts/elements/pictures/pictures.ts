import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Shelf } from '../../state/library.js';
import { Selection } from '../../state/selection.js';
import type { Day, Tile } from '../../state/tiles.js';
import { bytes } from '../../ui/format.js';
import { icons } from '../../ui/icons.js';
import { neighbour } from '../../ui/grid-keys.js';
import { LongPress } from '../../ui/long-press.js';
import { View } from '../../ui/view.js';
import { pickedBar } from './picked-bar.js';
import { tile, type TileActions } from './tile.js';

/** How far below what is seen the next page is asked for. */
const AHEAD = 600;

/** All pictures, newest first, with what can be done to one or to many of them. */
@customElement('demist-pictures')
export class Pictures extends View {
  private readonly selection = new Selection(() => this.requestUpdate());
  /** The tile that the Tab key comes to. */
  private tabbed: string | null = null;
  private typing = 0;
  private ending?: IntersectionObserver;
  private readonly press = new LongPress((thumb) => this.menu(thumb));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ending?.disconnect();
  }

  protected override firstUpdated(): void {
    const root = this.querySelector('.scroll');
    this.ending = new IntersectionObserver((seen) => this.atEnd(seen), { root, rootMargin: `${AHEAD}px` });
  }

  override render() {
    const { library } = this.store;
    const { tiles } = library;
    const days = library.days(tiles);
    return html`<section class="pictures" aria-labelledby="pictures-title">
      <div class="heading">
        <h2 id="pictures-title">Pictures</h2>
        <button class="quiet labelled" name="select" aria-pressed=${this.selection.on} @click=${this.turnSelection}>${this.selection.on ? 'Done' : 'Select'}</button>
        <button class="quiet close" aria-label="Close" title="Close" @click=${() => (this.store.pictures = false)}>${icons.close}</button>
      </div>
      <input type="search" name="search" aria-label="Search prompts" placeholder="Search prompts" .value=${library.words} @input=${this.search} />
      <div class="shelves" role="group" aria-label="Which pictures">${this.shelves()}</div>
      <div class="scroll" @click=${this.clicked} @keydown=${this.key} @focusin=${this.focused} @contextmenu=${this.press.context} @pointerdown=${this.press.down} @pointermove=${this.press.moved} @pointerup=${this.press.up} @pointercancel=${this.press.up}>
        ${repeat(days, ({ name }) => name, (day) => this.day(day, this.tabStop(tiles)))}
        ${tiles.length === 0 && !library.loading ? html`<p class="soft">${this.emptiness()}</p>` : nothing}
        <div class="ending"></div>
      </div>
      ${this.selection.on ? pickedBar(this.store, this.selection, tiles) : this.foot()}
    </section>`;
  }

  protected override updated(): void {
    const ending = this.querySelector('.ending')!;
    this.toggleAttribute('data-open', this.store.pictures);
    this.ending?.unobserve(ending);
    if (this.store.library.hasMore) this.ending?.observe(ending);
  }

  private shelves() {
    const { library, runs } = this.store;
    const chip = (shelf: Shelf, label: unknown) =>
      html`<button class="chip" name="shelf" value=${shelf} aria-pressed=${library.shelf === shelf} @click=${() => library.choose(shelf)}>${label}</button>`;
    const { length } = runs.active;
    return html`${chip('all', 'All')} ${chip('kept', html`${icons.heart} Kept`)} ${chip('running', length > 0 ? `Running ${length}` : 'Running')}
    ${library.shelf === 'running' && length > 1 ? html`<button class="quiet labelled" name="stop-all" @click=${this.stopAll}>Stop all</button>` : nothing}`;
  }

  private day({ name, tiles }: Day, tabbed: string | undefined) {
    return html`<h3>${name}</h3>
      <ul class="thumbs">
        ${repeat(tiles, ({ key }) => key, (of) => this.tile(of, of.key === tabbed))}
      </ul>`;
  }

  /** A tile is made again only if something of it is new: there may be a thousand of them. */
  private tile(of: Tile, tabbed: boolean) {
    const { position, offer } = this.store;
    const current = of.views.some(({ id }) => id === position.runId);
    const picked = this.selection.on ? this.selection.has(of) : undefined;
    const { name } = of.view.run.request.scheduler ?? {};
    const scheduler = name === undefined ? undefined : (offer.scheduler(name)?.label ?? name);
    const state = { current, picked, tabbed, scheduler };
    return guard([of.view.run, of.views.length, ...Object.values(state)], () => tile(of, state, this.actions));
  }

  private emptiness(): string {
    const { shelf, words } = this.store.library;
    if (words !== '') return `No prompt has “${words}” in it.`;
    return { all: 'What you draw is kept here.', kept: 'Pictures with a heart are shown here, and are never deleted to make room.', running: 'Nothing is being drawn.' }[shelf];
  }

  private foot() {
    const { status } = this.store.server;
    if (status === null || status.disk.runs === 0) return nothing;
    const { bytes: size, runs } = status.disk;
    return html`<p class="foot"><button class="quiet labelled" name="disk" @click=${this.disk}>${runs} ${runs === 1 ? 'picture' : 'pictures'} · ${bytes(size)}</button></p>`;
  }

  private readonly disk = () => document.querySelector('demist-server')?.open();

  private readonly actions: TileActions = {
    keep: (view) => void this.store.library.keep([view], !view.run.kept),
    use: (view) => void this.store.commands.reuse(view),
    startFrom: (view) => void this.store.commands.startFrom(view),
    stop: (view) => void this.store.commands.stop(view),
    remove: (of) => this.discard(of),
  };

  /** The focus goes on to the tile that takes the place of the deleted one. */
  private discard(of: Tile): void {
    const thumbs = this.thumbs();
    const at = thumbs.findIndex(({ dataset }) => dataset['tile'] === of.key);
    void this.store.bin.remove(of.views);
    void this.updateComplete.then(() => {
      const left = this.thumbs();
      (left[Math.min(at, left.length - 1)] ?? this.querySelector<HTMLElement>('[name=search]'))?.focus();
    });
  }

  private readonly stopAll = () => this.store.runs.active.forEach((view) => void this.store.commands.stop(view));

  private readonly turnSelection = () => (this.selection.on ? this.selection.end() : this.selection.begin());

  private readonly search = (event: Event) => {
    clearTimeout(this.typing);
    const { value } = event.target as HTMLInputElement;
    this.typing = window.setTimeout(() => this.store.library.search(value), 200);
  };

  private readonly clicked = (event: MouseEvent) => {
    const of = this.tileOf(event.target);
    if (!of) return;
    if (this.selection.on && event.shiftKey) this.selection.extend(of, this.store.library.tiles);
    else if (this.selection.on || event.ctrlKey || event.metaKey) this.selection.toggle(of);
    else if (event.shiftKey) this.compare(of);
    else this.show(of);
  };

  private show({ view }: Tile): void {
    this.store.show(view.id);
    if (matchMedia('(max-width: 56rem)').matches) this.store.pictures = false;
  }

  /** Beside the picture on the stage. */
  private compare({ view }: Tile): void {
    const { runId } = this.store.position;
    if (runId !== null && runId !== view.id) this.store.dispatchEvent(new CustomEvent('compare', { detail: [runId, view.id] }));
  }

  private readonly key = (event: KeyboardEvent) => {
    const of = this.tileOf(event.target);
    if (!of) return;
    const next = neighbour(event.key, event.target as HTMLElement, this.thumbs());
    if (next) next.focus();
    else if (event.key === 'Delete' && !of.view.active) this.discard({ ...of, views: [of.view] });
    else if (event.key === 'Escape' && this.selection.on) this.selection.end();
    else return;
    event.preventDefault();
  };

  private readonly focused = (event: FocusEvent) => {
    const key = (event.target as HTMLElement).dataset['tile'];
    if (key === undefined || key === this.tabbed) return;
    this.tabbed = key;
    this.requestUpdate();
  };

  /** The tile that was last focused, else the one on the stage, else the first. */
  private tabStop(tiles: readonly Tile[]): string | undefined {
    const { runId } = this.store.position;
    const known = tiles.find(({ key }) => key === this.tabbed) ?? tiles.find(({ views }) => views.some(({ id }) => id === runId));
    return (known ?? tiles[0])?.key;
  }

  private menu(thumb: HTMLElement): void {
    const of = this.tileOf(thumb);
    if (of) document.querySelector('demist-picture-menu')?.open(of, this.actions);
  }

  private tileOf(target: EventTarget | null): Tile | undefined {
    const key = (target as Element | null)?.closest<HTMLElement>('.thumb')?.dataset['tile'];
    return key === undefined ? undefined : this.store.library.tiles.find((of) => of.key === key);
  }

  private thumbs(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.thumb')];
  }

  private atEnd(seen: IntersectionObserverEntry[]): void {
    if (seen.some(({ isIntersecting }) => isIntersecting)) void this.store.library.more();
  }
}
