import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Axis } from '../state/axis.js';
import type { Member } from '../state/family.js';
import { View } from '../ui/view.js';

/** The film of one run: a cell for each step that is shown of it, and the line by which a fork hangs from its parent. */
@customElement('demist-strip')
export class Strip extends View {
  @property({ attribute: false }) member!: Member;
  @property({ attribute: false }) axis!: Axis;

  override render() {
    const { axis, member } = this;
    const { steps } = member.view;
    const first = member.from > 0 ? this.firstColumn : 0;
    const last = axis.columnOf(steps);
    const cells = [];
    for (let column = first; column <= last; column++) cells.push(this.cell(column));
    return html`${member.from > 0 ? this.elbow(first, last) : nothing}${cells}`;
  }

  /** The column that a fork's film begins in: behind the one of its parent's state, as far as it has a step of its own there. */
  private get firstColumn(): number {
    const { axis, member } = this;
    const { first, steps } = member.view;
    const column = axis.columnOf(first);
    return Math.min(first === member.from + 1 && column === axis.columnOf(member.from) ? column + 1 : column, axis.columnOf(steps));
  }

  /** From the parent's cell down, and then to the film: to its beginning, or back to its end if it has come further in fewer steps. */
  private elbow(first: number, last: number) {
    const { axis, member } = this;
    const from = axis.shareOf(member.from);
    const [start, end] = [first / axis.columns, (last + 1) / axis.columns];
    const to = from < start ? start : Math.min(from, end);
    const place = `--below: ${member.below}; left: ${100 * Math.min(from, to)}%; width: ${100 * Math.abs(to - from)}%`;
    return html`<span class="elbow" data-to=${to < from ? 'left' : nothing} .style=${place}></span>`;
  }

  private cell(column: number) {
    const { view } = this.member;
    const { run, head } = view;
    const reached = head > 0 ? this.axis.columnOf(head) : -1;
    const drawn = reached < 0 || head >= Math.min(this.axis.stepOf(reached), run.steps) ? reached + 1 : reached;
    const next = column === drawn && head < run.steps ? run.status : nothing;
    const place = `grid-column: ${column + 1}`;
    if (column > reached) return html`<span class=${`cell ahead ${this.isOpened(column) ? 'opened' : ''}`} data-next=${next} .style=${place}></span>`;
    const step = column === reached ? head : Math.min(this.axis.stepOf(column), run.steps);
    const picture = this.picture(step);
    return html`<span class="cell ${picture ? '' : 'waiting'}" data-next=${next} .style=${place}>${picture ? html`<img src=${picture} alt="" draggable="false" />` : nothing}</span>`;
  }

  /** While its model is being opened, a run's film fills by the parts that are. */
  private isOpened(column: number): boolean {
    const { opening } = this.store.live;
    const { run, head } = this.member.view;
    const waits = head === 0 && run.status === 'running';
    if (!waits || !opening || opening.model !== run.request.model) return false;
    return column < (this.axis.columns * opening.done) / opening.parts;
  }

  /** The address of a step's small picture. One that came by itself will do as long as the run goes on, or if it is sharp. */
  private picture(step: number): string | undefined {
    const { view, from } = this.member;
    const { frames, levels } = this.store;
    if (from > 0 && levels.of(view).length === 0 && !levels.isSettled(view)) return undefined; // whose states these are is not known yet
    const sharp = view.stateUrl(step, devicePixelRatio > 1 ? 128 : 64);
    const fetched = frames.shown(sharp);
    if (fetched) return fetched;
    const came = frames.shown(view.previewKey(step));
    const enough = came && (view.cameSharp(step) || view.run.status === 'running');
    if (!enough && step <= view.run.step && !view.passes) frames.want(sharp);
    return came;
  }
}
