/** The steps of a film, 1 to `steps`, from left to right, and the columns that they are sampled by. */
export class Axis {
  readonly columns: number;

  constructor(
    readonly steps: number,
    most: number,
  ) {
    this.columns = Math.max(1, Math.min(steps, most));
  }

  /** The last step of a column; columns count from 0. */
  stepOf(column: number): number {
    return Math.round(((column + 1) * this.steps) / this.columns);
  }

  /** The column that a step lies in; 0 also for step 0. */
  columnOf(step: number): number {
    return Math.max(0, Math.ceil((step * this.columns) / this.steps - 1e-9) - 1);
  }

  /** Where the middle of a step lies, as a share of the width. */
  shareOf(step: number): number {
    return (Math.max(step, 0.5) - 0.5) / this.steps;
  }

  /** The step at a share of the width. */
  stepAt(share: number): number {
    return Math.min(this.steps, Math.max(1, Math.ceil(share * this.steps)));
  }
}
