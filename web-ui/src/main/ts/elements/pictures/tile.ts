import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { Tile } from '../../state/tiles.js';
import type { RunView } from '../../state/run-view.js';
import { percent, statusText } from '../../ui/format.js';
import { icons } from '../../ui/icons.js';

/** The longest side that thumbnails are asked for with: twice what they take on the page, for screens with small pixels. */
const SIZE = 160;

/** How a tile stands in the grid. */
export interface TileState {
  /** Whether one of its runs is on the stage. */
  readonly current: boolean;
  /** Whether it is picked; undefined while nothing can be picked. */
  readonly picked: boolean | undefined;
  /** Whether the Tab key comes to it. */
  readonly tabbed: boolean;
  /** What its scheduler is called. */
  readonly scheduler: string | undefined;
}

/** What can be done with the picture that a tile shows. */
export interface TileActions {
  keep(view: RunView): void;
  use(view: RunView): void;
  startFrom(view: RunView): void;
  stop(view: RunView): void;
  remove(tile: Tile): void;
}

/** A square thumbnail, with what it stands for and what can be done with it. */
export function tile(of: Tile, state: TileState, actions: TileActions): TemplateResult {
  const { view, views } = of;
  const label = labelOf(view, state.scheduler) + (views.length > 1 ? `, ${views.length} branches` : '');
  return html`<li class="tile">
    <button
      class="thumb"
      data-tile=${of.key}
      data-run=${view.id}
      data-status=${view.run.status}
      tabindex=${state.tabbed ? 0 : -1}
      aria-current=${state.current}
      aria-pressed=${ifDefined(state.picked)}
      aria-label=${label}
      title=${label}
    >
      ${pictureOf(view)} ${views.length > 1 ? html`<span class="family">${views.length} branches</span>` : nothing}
      ${state.picked === undefined ? nothing : html`<span class="picked">${state.picked ? icons.check : nothing}</span>`}
    </button>
    ${state.picked === undefined ? corners(of, actions) : nothing}
  </li>`;
}

/** What stands in a tile: the picture, how far it is, or that there is none. */
function pictureOf(view: RunView): TemplateResult {
  if (view.active) return running(view);
  const url = view.thumbnailUrl(SIZE);
  return url === null ? html`<span class="none">${icons.alert}</span>` : html`<img src=${url} alt="" loading="lazy" decoding="async" width="80" height="80" @error=${hide} />`;
}

/** The newest preview, over mist until there is one. */
function running(view: RunView): TemplateResult {
  return html`<demist-newest .view=${view} .step=${view.run.step}></demist-newest>
    <progress max="100" .value=${percent(view.run)} aria-hidden="true"></progress>`;
}

function corners(of: Tile, actions: TileActions): TemplateResult {
  const { view } = of;
  const { kept } = view.run;
  return html`${corner('keep', kept ? 'Keep no longer' : 'Keep', kept ? icons.kept : icons.heart, () => actions.keep(view), kept)}
  ${view.active ? corner('stop', 'Stop', icons.stop, () => actions.stop(view)) : corner('delete', 'Delete', icons.bin, () => actions.remove({ ...of, views: [view] }))}
  ${corner('use', 'Use these settings', icons.reuse, () => actions.use(view))}
  ${view.finished ? corner('start-from', 'Start from this picture', icons.picture, () => actions.startFrom(view)) : nothing}`;
}

/** The arrow keys pass these buttons by: the menu of a tile has them for keys. */
function corner(name: string, label: string, icon: TemplateResult, act: () => void, pressed?: boolean): TemplateResult {
  return html`<button class="corner" name=${name} tabindex="-1" aria-pressed=${ifDefined(pressed)} aria-label=${label} title=${label} @click=${act}>${icon}</button>`;
}

/** Pictures of the same words differ in how and when they were drawn. */
export function labelOf({ title, run }: RunView, scheduler: string | undefined): string {
  const { seed } = run.request;
  const facts = [scheduler, seed === undefined ? undefined : `seed ${seed}`, timeOf(run.createdAt), run.parent ? `branched at ${run.parent.state}` : undefined];
  return [title, ...facts.filter((fact) => fact !== undefined), statusText(run).toLowerCase()].join(', ');
}

const timeOf = (moment: string): string => new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

function hide(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}
