/** An answer of the server that says what went wrong: `application/problem+json`. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly status: number,
  ) {
    super(detail);
  }

  /** The field the detail begins with, as in "width: 100 is not a multiple of 8"; null if it names none. */
  get field(): string | null {
    return /^([A-Za-z][\w.-]*): /.exec(this.detail)?.[1] ?? null;
  }

  /** The detail without the field's name. */
  get reason(): string {
    const field = this.field;
    return field === null ? this.detail : this.detail.slice(field.length + 2);
  }

  static async of(response: Response): Promise<Problem> {
    const body = await response.json().catch(() => ({}));
    const detail = body.detail ?? body.title ?? `The server answered ${response.status} ${response.statusText}`.trim();
    return new Problem(body.code ?? 'UNKNOWN', withRetry(detail, response), response.status);
  }
}

function withRetry(detail: string, response: Response): string {
  const seconds = response.headers.get('Retry-After');
  return seconds === null ? detail : `${detail} (try again in ${seconds} s)`;
}
