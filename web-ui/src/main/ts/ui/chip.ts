import { html, nothing, type TemplateResult } from 'lit';

/** A setting as a chip that says its value and opens its control. */
export interface Chip {
  readonly name: string;
  readonly label: TemplateResult | string;
  /** What the setting is called. */
  readonly title: string;
  /** Whether the run on the stage was drawn with another value. */
  readonly differs?: boolean;
  /** Whether something is wrong with the value. */
  readonly wrong?: boolean;
}

export function chip({ name, label, title, differs, wrong }: Chip, body: TemplateResult | typeof nothing): TemplateResult {
  return html`<button type="button" class="chip" data-chip=${name} data-wrong=${wrong ? '' : nothing} data-differs=${differs ? '' : nothing}
      popovertarget=${`pop-${name}`} title=${differs ? `${title}: not as in the picture shown` : title}>${label}</button>
    <div id=${`pop-${name}`} class="pop" popover role="dialog" aria-label=${title} @beforetoggle=${place}>${body}</div>`;
}

const GAP = 8;
const WIDTH = 352;

/** Puts a popover above, or else below, the button that opens it. In a small window the style sheet makes it a sheet. */
export function place(event: Event): void {
  const popover = event.target as HTMLElement;
  const button = document.querySelector(`[popovertarget="${popover.id}"]`)?.getBoundingClientRect();
  if ((event as ToggleEvent).newState !== 'open' || !button) return;
  requestAnimationFrame(() => popover.querySelector(':checked')?.closest('label')?.scrollIntoView({ block: 'nearest' }));
  const above = button.top > innerHeight / 2;
  const { style } = popover;
  style.left = `${Math.max(GAP, Math.min(button.left, innerWidth - WIDTH - GAP))}px`;
  style.top = above ? 'auto' : `${button.bottom + GAP}px`;
  style.bottom = above ? `${innerHeight - button.top + GAP}px` : 'auto';
  style.maxHeight = `${(above ? button.top : innerHeight - button.bottom) - 2 * GAP}px`;
}
