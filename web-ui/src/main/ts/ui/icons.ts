import { svg, html, type TemplateResult } from 'lit';

/** Line icons on a 24-unit grid, drawn inline so that no font has to have them. */
const icon = (shape: TemplateResult<2>): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const icons = {
  play: icon(svg`<path class="solid" d="M8 5.2v13.6L19 12z"/>`),
  pause: icon(svg`<path d="M9 5v14M15 5v14"/>`),
  stop: icon(svg`<rect class="solid" x="6.5" y="6.5" width="11" height="11" rx="1.5"/>`),
  fork: icon(svg`<circle cx="6" cy="5.5" r="2"/><circle cx="18" cy="9" r="2"/><circle cx="6" cy="18.5" r="2"/><path d="M6 7.5v9M18 11c0 4-12 1.5-12 5.5"/>`),
  save: icon(svg`<path d="M12 4v11M7.5 10.8 12 15.3l4.5-4.5M5 19.5h14"/>`),
  dice: icon(svg`<rect x="4.5" y="4.5" width="15" height="15" rx="3.5"/><path class="dots" d="M9 9h0M15 9h0M12 12h0M9 15h0M15 15h0"/>`),
  locked: icon(svg`<rect x="5.5" y="11" width="13" height="8.5" rx="2"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>`),
  unlocked: icon(svg`<rect x="5.5" y="11" width="13" height="8.5" rx="2"/><path d="M8.5 11V7.5a3.5 3.5 0 0 1 6.8-1.2"/>`),
  close: icon(svg`<path d="m7 7 10 10M17 7 7 17"/>`),
  keys: icon(svg`<rect x="3.5" y="6.5" width="17" height="11" rx="2.5"/><path d="M7 10.5h0M10.5 10.5h0M14 10.5h0M17 10.5h0M8.5 14h7"/>`),
  sun: icon(svg`<circle cx="12" cy="12" r="3.8"/><path d="M12 3.5v2M12 18.5v2M3.5 12h2M18.5 12h2M6 6l1.4 1.4M16.6 16.6 18 18M18 6l-1.4 1.4M7.4 16.6 6 18"/>`),
  moon: icon(svg`<path d="M19 14.2A7.6 7.6 0 1 1 9.8 5a6 6 0 0 0 9.2 9.2z"/>`),
  reuse: icon(svg`<path d="M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 8.8M4.5 4.3v4.5H9"/>`),
  open: icon(svg`<path d="M4.5 15v3a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-3M12 15V4.5M7.5 8.8 12 4.3l4.5 4.5"/>`),
  picture: icon(svg`<rect x="4" y="5" width="16" height="14" rx="2.5"/><path d="m5 17 4.6-5 3.2 3.4 2.2-2.2 4.5 4.3M14.8 9.2h0" /><path class="dots" d="M15 9.3h0"/>`),
  reference: icon(svg`<rect x="4" y="8" width="12" height="12" rx="2.5"/><path d="M8.5 4.500H17A2.5 2.5 0 0 1 19.5 7v8.5M10 11.5v5M7.500 14h5"/>`),
  brush: icon(svg`<path d="M19.5 4.5c-4 1.6-7.4 4.7-9.3 8.2l2.3 2.3c3.5-1.9 6.4-5.9 7-10.500zM9 14c-2.6.2-3.2 1.9-3.3 3.4-.1 1-.7 1.7-1.7 2.1 3.7.9 7.1-.2 7.2-3.4"/>`),
  bin: icon(svg`<path d="M5 7.5h14M9.5 7V5h5v2M7 7.5l.8 12h8.4l.8-12M10.5 11v5M13.5 11v5"/>`),
  heart: icon(svg`<path d="M12 19.500S4.5 15 4.5 9.700A3.9 3.9 0 0 1 12 7.900a3.9 3.9 0 0 1 7.5 1.800c0 5.3-7.5 9.8-7.5 9.800z"/>`),
  kept: icon(svg`<path class="solid" d="M12 19.500S4.5 15 4.5 9.700A3.9 3.9 0 0 1 12 7.900a3.9 3.9 0 0 1 7.5 1.800c0 5.3-7.5 9.8-7.5 9.800z"/>`),
  check: icon(svg`<path d="m5.5 12.5 4.3 4.3 8.7-9.3"/>`),
  all: icon(svg`<path d="m3.5 13 3.5 3.5 7-8M11.5 15l1.5 1.5 7.5-8"/>`),
  share: icon(svg`<circle cx="6.5" cy="12" r="2.3"/><circle cx="17" cy="6" r="2.3"/><circle cx="17" cy="18" r="2.3"/><path d="m8.6 10.9 6.3-3.700M8.6 13.100l6.3 3.7"/>`),
  copy: icon(svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2.5"/><path d="M15.5 8.500V7A2.5 2.5 0 0 0 13 4.500H7A2.5 2.5 0 0 0 4.5 7v6A2.5 2.5 0 0 0 7 15.500h1.5"/>`),
  eye: icon(svg`<path d="M3.5 12S6.5 6.5 12 6.5 20.5 12 20.5 12 17.5 17.5 12 17.5 3.5 12 3.5 12z"/><circle cx="12" cy="12" r="2.5"/>`),
  alert: icon(svg`<path d="M12 4.5 3.8 19h16.4zM12 10v4M12 16.6h0"/>`),
  spark: icon(svg`<path d="M12 4c.6 4.6 2.4 6.9 7.5 8-5.1 1.1-6.9 3.4-7.5 8-.6-4.6-2.4-6.9-7.5-8C9.6 10.9 11.4 8.6 12 4z"/>`),
  enlarge: icon(svg`<path d="M9 4.500H4.500V9M15 4.500h4.500V9M9 19.500H4.500V15M15 19.500h4.500V15"/>`),
  grid: icon(svg`<rect x="4.5" y="4.5" width="6" height="6" rx="1.5"/><rect x="13.5" y="4.5" width="6" height="6" rx="1.5"/><rect x="4.5" y="13.5" width="6" height="6" rx="1.5"/><rect x="13.5" y="13.5" width="6" height="6" rx="1.5"/>`),
};
