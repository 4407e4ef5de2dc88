/** Compiled by ContractTest; an error names the field in which the page and the server's openapi.json differ. */
import type * as server from '../../../target/contract/openapi.js';
import type * as page from '../../main/ts/net/types.js';

/** All fields, however deep, as if none were optional. */
type Full<T> = T extends readonly (infer E)[] ? Full<E>[] : T extends object ? { [K in keyof T]-?: Full<T[K]> } : T;

type Extends<A, B> = [A] extends [B] ? true : false;

/** The fields that the page sends and the server lacks or types otherwise. The server may take more than the page sends. */
type Sent<Page, Server> = {
  [K in keyof Page]: K extends keyof Server
    ? Extends<Page[K], Server[K]> | Extends<Server[K], Page[K]> extends true ? never : K
    : K;
}[keyof Page];

/** The fields that the page reads and the server lacks or types otherwise. The server may send more than the page reads. */
type Read<Page, Server> = {
  [K in keyof Page]: K extends keyof Server ? (Extends<Server[K], Page[K]> extends true ? never : K) : K;
}[keyof Page];

/** A request as it is sent: seeds are numbers there, also those that are texts on the page (net/json.ts). */
type OnTheWire = Omit<page.RunRequest, 'seed'> & { seed?: Exclude<page.RunRequest['seed'], string> };

type None<T extends never> = T;

export type Checks = [
  None<Sent<Full<OnTheWire>, Full<server.RunRequest>>>,
  None<Read<Full<page.Run>, Full<server.Run>>>,
  None<Read<Full<page.Model>, Full<server.Model>>>,
  None<Read<Full<page.Scheduler>, Full<server.Scheduler>>>,
  None<Read<Full<page.Catalog>, Full<server.Catalog>>>,
  None<Read<Full<page.ServerState>, Full<server.Server>>>,
  None<Read<Full<page.ProblemBody>, Full<server.Problem>>>,
  None<Read<typeof page.DEFAULTS, server.RunRequestDefaults>>,
];
