import { invited } from './invitation.js';
import { parseJson, writeJson } from './json.js';
import { Problem } from './problem.js';
import { ROOT } from './root.js';
import type { Catalog, OptionType, Resolution, Run, RunChange, RunRequest, Schedule, Scheduler, ServerState } from './types.js';

const BASE = new URL('api/v1', ROOT).pathname;

/** The HTTP half of the contract. Every failure is a Problem. */
export const api = {
  models: () => json<Catalog>('GET', '/models'),
  schedulers: async () => (await json<{ schedulers: Scheduler[] }>('GET', '/schedulers')).schedulers.map(withLowerCaseTypes),
  /** What a request would be drawn with. */
  resolve: (request: RunRequest) => json<Resolution>('POST', '/resolve', request),
  create: (request: RunRequest) => json<{ runs: Run[] }>('POST', '/runs', request),
  list: (which: ListQuery) => json<{ runs: Run[]; next: string | null }>('GET', `/runs?${query(which)}`),
  /** A run and all that were forked from it, as far as there are not very many. */
  family: (root: string) => api.list({ limit: 100, root }),
  get: (id: string) => json<Run>('GET', invited(`/runs/${id}`)),
  schedule: (id: string) => json<Schedule>('GET', invited(`/runs/${id}/schedule`)),
  pause: (id: string) => call('POST', `/runs/${id}/pause`),
  resume: (id: string) => call('POST', `/runs/${id}/resume`),
  cancel: (id: string) => call('POST', `/runs/${id}/cancel`),
  change: (id: string, change: RunChange) => json<Run>('PATCH', `/runs/${id}`, change),
  remove: (id: string) => call('DELETE', `/runs/${id}`),
  restore: (id: string) => json<Run>('POST', `/runs/${id}/restore`),
  share: (id: string) => json<{ url: string }>('POST', `/runs/${id}/share`),
  unshare: (id: string) => call('DELETE', `/runs/${id}/share`),
  server: () => json<ServerState>('GET', '/server'),
  picture: async (url: string) => (await send('GET', url)).blob(),
  zipUrl: (ids: readonly string[]) => `${BASE}/pictures.zip?${ids.map((id) => `run=${id}`).join('&')}`,
  /** A text as a QR code. */
  codeUrl: (text: string) => `${BASE}/qr.svg?text=${encodeURIComponent(text)}`,
  /** The whole address of a page of this server. */
  pageUrl: (path: string) => new URL(path.replace(/^\//, ''), ROOT),
  imageUrl: (id: string) => invited(`${BASE}/runs/${id}/image.png`),
  inputUrl: (id: string, name: 'image' | 'mask' | 'controlImage' | `references.${number}`) => `${BASE}/runs/${id}/inputs/${name}`,
  /** A state as a sharp picture; `size` is its longest side. */
  stateUrl: (id: string, state: number, size?: number) => invited(`${BASE}/runs/${id}/states/${state}.jpg?${size ? `size=${size}&` : ''}preview=auto`),
};

/** Which runs are listed; null leaves a question out. */
export interface ListQuery {
  readonly limit: number;
  readonly before?: string | null;
  readonly q?: string | null;
  readonly kept?: boolean;
  /** `active` for all that have not ended. */
  readonly status?: string;
  /** The first run of a family. */
  readonly root?: string;
}

const query = (which: ListQuery): string =>
  new URLSearchParams(Object.entries(which).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))).toString();

/** The kinds of options are words, in whatever case they are sent. */
function withLowerCaseTypes(scheduler: Scheduler): Scheduler {
  const options = scheduler.options.map((option) => ({ ...option, type: option.type.toLowerCase() as OptionType }));
  return { ...scheduler, options };
}

async function json<T>(method: string, path: string, body?: object): Promise<T> {
  return parseJson<T>(await (await call(method, path, body)).text());
}

function call(method: string, path: string, body?: object): Promise<Response> {
  return send(method, BASE + path, body);
}

async function send(method: string, url: string, body?: object): Promise<Response> {
  const init: RequestInit = { method };
  if (body) {
    init.headers = { 'Content-Type': 'application/json' };
    init.body = writeJson(body);
  }
  const response = await fetch(url, init).catch(() => {
    throw new Problem('UNREACHABLE', 'The server cannot be reached; it may have been stopped', 0);
  });
  if (!response.ok) throw await Problem.of(response);
  return response;
}
