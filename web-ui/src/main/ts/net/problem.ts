import type { ProblemBody } from './types.js';

/** An answer of the server that says what went wrong: `application/problem+json`. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly status: number,
    /** The field of the request that is wrong, as in `scheduler.options.solver_order`; null if it is none. */
    readonly field: string | null = null,
  ) {
    super(detail);
  }

  /** The detail without the field's name before it: at the field it need not be said again. */
  get reason(): string {
    const name = `${this.field}: `;
    return this.detail.startsWith(name) ? this.detail.slice(name.length) : this.detail;
  }

  static async of(response: Response): Promise<Problem> {
    const body: Partial<ProblemBody> = await response.json().catch(() => ({}));
    const detail = body.detail ?? body.title ?? `The server answered ${response.status} ${response.statusText}`.trim();
    return new Problem(body.code ?? 'UNKNOWN', withRetry(detail, response), response.status, body.field ?? null);
  }
}

function withRetry(detail: string, response: Response): string {
  const seconds = response.headers.get('Retry-After');
  return seconds === null ? detail : `${detail} (try again in ${seconds} s)`;
}
