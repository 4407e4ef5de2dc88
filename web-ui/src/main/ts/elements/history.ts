import { html, nothing, svg } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RunView } from '../state/run-view.js';
import { percent, statusText } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

const SIZE = 128;

/** Earlier runs, newest first. Each goes onto the stage at a click. */
@customElement('demist-history')
export class History extends View {
  @state() private doomed: RunView | null = null;

  override render() {
    const runs = this.store.runs.listed;
    return html`<section class="history" aria-labelledby="history-title">
      <div class="heading">
        <h2 id="history-title">Pictures</h2>
        <button class="quiet close" aria-label="Close" title="Close" @click=${() => (this.store.pictures = false)}>${icons.close}</button>
      </div>
      ${runs.length === 0 ? html`<p class="soft">What you draw is kept here.</p>` : nothing}
      <ul>
        ${repeat(runs, (view) => view.id, (view) => this.item(view))}
        ${this.store.hasMore ? html`<li><button class="more" @click=${() => this.store.loadMore()}>More</button></li>` : nothing}
      </ul>
      <dialog aria-labelledby="delete-title">
        <h2 id="delete-title">Delete this picture?</h2>
        <p class="title">${this.doomed?.title}</p>
        <p class="facts">It goes with all its states, and cannot be brought back.</p>
        <div class="actions">
          <button autofocus @click=${this.close}>Keep it</button>
          <button class="danger" name="delete" @click=${this.confirmed}>${icons.bin} Delete</button>
        </div>
      </dialog>
    </section>`;
  }

  private choose(view: RunView, together: boolean): void {
    const { runId } = this.store.position;
    if (together && runId && runId !== view.id) return void this.store.lanes.compare([runId, view.id]);
    this.store.show(view.id);
    this.store.pictures = false;
  }

  protected override updated(): void {
    this.toggleAttribute('data-open', this.store.pictures);
  }

  private async ask(view: RunView): Promise<void> {
    this.doomed = view;
    await this.updateComplete;
    this.dialog?.showModal();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  private readonly close = () => this.dialog?.close();

  private readonly confirmed = () => {
    this.close();
    if (this.doomed) void this.store.commands.remove(this.doomed).then(() => this.querySelector<HTMLElement>('.thumb[aria-current=true], .thumb')?.focus());
  };

  private item(view: RunView) {
    const { run } = view;
    const selected = view === this.store.position.view;
    const name = labelOf(view);
    return html`<li>
      <button class="thumb" data-run=${view.id} data-status=${run.status} aria-current=${selected} aria-label=${name} title=${name} @click=${(event: MouseEvent) => this.choose(view, event.shiftKey)}>
        ${view.active ? this.ring(view) : this.picture(view)}
        ${run.parent ? html`<span class="mark">${icons.fork}</span>` : nothing}
      </button>
      ${selected && !view.active
        ? html`<button class="quiet remove" aria-label="Delete ${view.title}" title="Delete" @click=${() => this.ask(view)}>${icons.bin}</button>`
        : nothing}
    </li>`;
  }

  /** A picture is asked for only when the run has ended: thumbnails never make the server decode a state again and again. */
  private picture(view: RunView) {
    const url = view.thumbnailUrl(SIZE);
    return url === null ? html`<span class="none">${icons.alert}</span>` : html`<img src=${url} alt="" loading="lazy" width="64" height="64" @error=${hide} />`;
  }

  private ring({ run }: RunView) {
    return html`<svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="15.9" pathLength="100" />
      ${svg`<circle class="part" cx="18" cy="18" r="15.9" pathLength="100" stroke-dasharray="${percent(run)} 100" />`}
    </svg>`;
  }
}

/** Pictures of the same words differ in how and when they were drawn. */
function labelOf({ title, run }: RunView): string {
  const { scheduler, seed } = run.request;
  const time = new Date(run.createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const facts = [scheduler?.name, seed === undefined ? null : `seed ${seed}`, run.parent ? `branched at ${run.parent.state}` : null, time, statusText(run).toLowerCase()];
  return [title, ...facts.filter((fact) => fact)].join(', ');
}

function hide(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}
