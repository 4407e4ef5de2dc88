/** In how many columns `n` tiles of a ratio (width to height) come out largest in a box, with a gap between them. */
export function columnsFor(n: number, width: number, height: number, ratio: number, gap: number): number {
  let [best, widest] = [1, 0];
  for (let columns = 1; columns <= n; columns++) {
    const tile = tileWidth(n, columns, width, height, ratio, gap);
    if (tile > widest) [best, widest] = [columns, tile];
  }
  return best;
}

/** How wide a tile is if there are that many columns. */
export function tileWidth(n: number, columns: number, width: number, height: number, ratio: number, gap: number): number {
  const rows = Math.ceil(n / columns);
  const across = (width - (columns - 1) * gap) / columns;
  const down = (height - (rows - 1) * gap) / rows;
  return Math.max(0, Math.min(across, down * ratio));
}
