/** As much of Node as the tests use. */
declare module 'node:test' {
  interface Context {
    readonly mock: { readonly timers: { enable(options: { apis: string[] }): void; tick(milliseconds: number): void } };
  }
  export function test(name: string, body: (context: Context) => void | Promise<void>): void;
}

declare module 'node:assert/strict' {
  const assert: { equal(actual: unknown, expected: unknown): void; deepEqual(actual: unknown, expected: unknown): void };
  export default assert;
}
