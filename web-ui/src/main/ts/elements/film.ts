import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Axis } from '../state/axis.js';
import { familyOf, shortFamily, type Member } from '../state/family.js';
import type { RunView } from '../state/run-view.js';
import { rowName } from '../ui/row-name.js';
import { View } from '../ui/view.js';

const MOST_COLUMNS = 24;
const NARROWEST = 24;
const MOST_ROWS = 4;
/** In a window of less width or height a strip less fits. */
const NARROW = 560;
const LOW = 480;

/** Every step of a run and its forks as strips of small pictures under one playhead, which can be dragged. */
@customElement('demist-film')
export class Film extends View {
  @state() private columns = MOST_COLUMNS;
  @state() private most = MOST_ROWS;
  @state() private all = false;
  private readonly resized = new ResizeObserver(() => this.measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this);
  }

  private measure(): void {
    const width = this.querySelector('.cells')?.clientWidth ?? 0;
    if (width === 0) return;
    this.most = innerWidth < NARROW || innerHeight < LOW ? MOST_ROWS - 1 : MOST_ROWS;
    this.columns = Math.min(MOST_COLUMNS, Math.max(6, Math.floor(width / NARROWEST)));
  }

  /** Only what the film shows now is worth fetching. */
  protected override willUpdate(): void {
    this.store.frames.unwant();
  }

  override render() {
    const { view } = this.store.position;
    return html`<section class="film card" aria-label="Film" data-link=${this.store.live.link}>
      <demist-film-bar .store=${this.store}></demist-film-bar>
      ${view ? this.strips(view) : this.blank()}
      <demist-hint of="pull" .store=${this.store}></demist-hint>
    </section>`;
  }

  /** Film on which there is nothing yet. */
  private blank() {
    const { columns } = new Axis(Math.max(1, this.store.form.settings.steps || 1), this.columns);
    return html`<div class="rows" data-rows="1" .style=${`--n: ${columns}`} aria-hidden="true">
      <div class="row"><span class="name"></span><div class="cells">${Array.from({ length: columns }, () => html`<span class="cell ahead"></span>`)}</div></div>
      <demist-tones .store=${this.store}></demist-tones>
    </div>`;
  }

  private strips(view: RunView) {
    const family = this.members(view);
    const shown = this.all ? family : shortFamily(family, view, this.most);
    const axis = new Axis(Math.max(...shown.map((member) => member.view.steps)), this.columns);
    const hidden = family.length - shown.length;
    return html`<div class="rows" data-rows=${shown.length} .style=${`--n: ${axis.columns}; --ratio: ${view.ratio}`}>
        ${repeat(shown, (member) => member.view.id, (member) => this.row(member, axis, view))}
        <demist-tones .store=${this.store} .axis=${axis}></demist-tones>
        <demist-playhead .store=${this.store} .axis=${axis} .members=${shown}></demist-playhead>
      </div>
      ${hidden > 0 || this.all ? this.fold(hidden) : nothing}`;
  }

  private fold(hidden: number) {
    const words = this.all ? 'Fewer branches' : `+${hidden} ${hidden > 1 ? 'branches' : 'branch'}`;
    return html`<button class="quiet branches" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${words}</button>`;
  }

  /** The pictures that are looked at together, or else the family of the one on the stage. */
  private members(view: RunView): readonly Member[] {
    const { side, runs } = this.store;
    const together = side.isSheet ? [] : side.views;
    return together.length > 0 ? together.map((lane) => ({ view: lane, from: 0, below: 0 })) : familyOf(runs, view);
  }

  private row(member: Member, axis: Axis, selected: RunView) {
    const { view } = member;
    const name = this.store.side.labelOf(view) ?? rowName(view, this.store.runs.byId(view.run.parent?.run ?? null), this.store.offer);
    return html`<div class="row" data-run=${view.id} data-status=${view.run.status} aria-current=${view === selected ? 'true' : nothing}>
      <button class="name" title=${view.title} @click=${() => this.store.position.select(view.id)}>${name}</button>
      <demist-strip class="cells" .store=${this.store} .member=${member} .axis=${axis}></demist-strip>
    </div>`;
  }
}
