import { parseJson, writeJson } from './json.js';
import { Problem } from './problem.js';
import { ROOT } from './root.js';
import type { Catalog, OptionType, Run, RunRequest, Schedule, Scheduler } from './types.js';

const BASE = new URL('api/v1', ROOT).pathname;

/** The HTTP half of the contract. Every failure is a Problem. */
export const api = {
  models: () => json<Catalog>('GET', '/models'),
  schedulers: async () => (await json<{ schedulers: Scheduler[] }>('GET', '/schedulers')).schedulers.map(withLowerCaseTypes),
  create: (request: RunRequest) => json<{ runs: Run[] }>('POST', '/runs', request),
  list: (limit: number, before: string | null) =>
    json<{ runs: Run[]; next: string | null }>('GET', `/runs?limit=${limit}${before ? `&before=${encodeURIComponent(before)}` : ''}`),
  /** A run and all that were forked from it, as far as there are not very many. */
  family: (root: string) => json<{ runs: Run[] }>('GET', `/runs?limit=100&root=${encodeURIComponent(root)}`),
  get: (id: string) => json<Run>('GET', `/runs/${id}`),
  schedule: (id: string) => json<Schedule>('GET', `/runs/${id}/schedule`),
  pause: (id: string) => call('POST', `/runs/${id}/pause`),
  resume: (id: string) => call('POST', `/runs/${id}/resume`),
  cancel: (id: string) => call('POST', `/runs/${id}/cancel`),
  change: (id: string, change: { ephemeral?: boolean }) => json<Run>('PATCH', `/runs/${id}`, change),
  remove: (id: string) => call('DELETE', `/runs/${id}`),
  picture: async (url: string) => (await send('GET', url)).blob(),
  imageUrl: (id: string) => `${BASE}/runs/${id}/image.png`,
  inputUrl: (id: string, name: 'image' | 'mask' | 'controlImage') => `${BASE}/runs/${id}/inputs/${name}`,
  /** A state as a sharp picture; `size` is its longest side. */
  stateUrl: (id: string, state: number, size?: number) => `${BASE}/runs/${id}/states/${state}.jpg?${size ? `size=${size}&` : ''}preview=auto`,
};

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
