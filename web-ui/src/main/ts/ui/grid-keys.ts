/** The element of a grid that an arrow key, Home or End leads to from another one; undefined for other keys and at the edge. */
export function neighbour(key: string, from: HTMLElement, all: readonly HTMLElement[]): HTMLElement | undefined {
  const at = all.indexOf(from);
  if (at < 0) return undefined;
  switch (key) {
    case 'ArrowLeft':
      return all[at - 1];
    case 'ArrowRight':
      return all[at + 1];
    case 'ArrowUp':
      return nearest(from, all.slice(0, at).reverse());
    case 'ArrowDown':
      return nearest(from, all.slice(at + 1));
    case 'Home':
      return all[0];
    case 'End':
      return all[all.length - 1];
    default:
      return undefined;
  }
}

/** Of the first row after the own one, the element that stands closest to the own column. */
function nearest(from: HTMLElement, following: readonly HTMLElement[]): HTMLElement | undefined {
  const own = from.getBoundingClientRect();
  let row: number | undefined;
  let best: HTMLElement | undefined;
  let distance = Infinity;
  for (const element of following) {
    const { top, left } = element.getBoundingClientRect();
    if (Math.abs(top - own.top) < 1) continue;
    row ??= top;
    if (Math.abs(top - row) >= 1) break;
    if (Math.abs(left - own.left) < distance) [best, distance] = [element, Math.abs(left - own.left)];
  }
  return best;
}
