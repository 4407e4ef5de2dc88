import { api } from '../net/api.js';
import type { Problem } from '../net/problem.js';

const MOST_BYTES = 48 * 2 ** 20;
const AT_ONCE = 3;
/** How often a picture is asked for that does not come, unless it is not there. */
const TRIES = 3;
const NOT_THERE = 404;

interface Kept {
  readonly picture: Blob;
  /** An address of the picture for an `<img>`, once one was asked for. */
  shown?: string;
}

/**
 * Pictures of states by their address. Each is asked for once, a few at a time; those that were not used for longest go when all
 * are too many bytes. It dispatches `change` when one has come.
 */
export class Frames extends EventTarget {
  private readonly kept = new Map<string, Kept>();
  private readonly coming = new Map<string, Promise<Blob>>();
  private readonly failures = new Map<string, number>();
  private readonly waiting: string[] = [];
  private bytes = 0;
  private busy = 0;

  /** The picture at this address for an `<img>`; undefined as long as it is not here. */
  shown(address: string): string | undefined {
    const kept = this.use(address);
    if (kept) kept.shown ??= URL.createObjectURL(kept.picture);
    return kept?.shown;
  }

  /** The picture at this address; undefined as long as it is not here. */
  picture(address: string): Blob | undefined {
    return this.use(address)?.picture;
  }

  /** Wants no picture any longer that is not on its way yet. */
  unwant(): void {
    this.waiting.length = 0;
  }

  /** Has the picture fetched, after those that were wanted before. */
  want(address: string): void {
    if (this.kept.has(address) || this.coming.has(address) || this.isMissing(address) || this.waiting.includes(address)) return;
    this.waiting.push(address);
    this.fetchNext();
  }

  /** The picture at this address, as soon as it is here. */
  load(address: string): Promise<Blob> {
    const kept = this.use(address);
    return kept ? Promise.resolve(kept.picture) : (this.coming.get(address) ?? this.fetch(address));
  }

  /** Whether the picture was asked for and cannot be had. */
  isMissing(address: string): boolean {
    return (this.failures.get(address) ?? 0) >= TRIES;
  }

  /** Keeps a picture that came by another way. */
  keep(address: string, picture: Blob): void {
    this.forget(address);
    this.kept.set(address, { picture });
    this.bytes += picture.size;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= MOST_BYTES || oldest === address) break;
      this.forget(oldest);
    }
  }

  /** What could not be had may be there now. */
  retry(): void {
    this.failures.clear();
  }

  private use(address: string): Kept | undefined {
    const kept = this.kept.get(address);
    if (kept) {
      this.kept.delete(address);
      this.kept.set(address, kept);
    }
    return kept;
  }

  private forget(address: string): void {
    const kept = this.kept.get(address);
    if (!kept) return;
    this.kept.delete(address);
    this.bytes -= kept.picture.size;
    if (kept.shown) URL.revokeObjectURL(kept.shown);
  }

  private fetchNext(): void {
    const address = this.busy < AT_ONCE ? this.waiting.shift() : undefined;
    if (address === undefined) return;
    this.busy++;
    const done = () => {
      this.busy--;
      this.fetchNext();
    };
    this.load(address).then(done, done);
  }

  private fetch(address: string): Promise<Blob> {
    const coming = api.picture(address);
    this.coming.set(address, coming);
    coming.then(
      (picture) => this.keep(address, picture),
      (problem: Problem) => this.failures.set(address, problem.status === NOT_THERE ? TRIES : (this.failures.get(address) ?? 0) + 1),
    ).finally(() => {
      this.coming.delete(address);
      this.dispatchEvent(new Event('change'));
    });
    return coming;
  }
}
