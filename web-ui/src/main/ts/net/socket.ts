import { decodeFrame, type Frame } from './frame.js';
import { INVITATION, invited } from './invitation.js';
import { parseJson } from './json.js';
import { ROOT } from './root.js';
import type { ClientMessage, ServerMessage } from './types.js';

export type Link = 'connecting' | 'open' | 'lost';

export interface SocketListener {
  opened(): void;
  closed(): void;
  message(message: ServerMessage): void;
  frame(frame: Frame): void;
}

const FIRST_WAIT = 300;
const LONGEST_WAIT = 8000;

/** One WebSocket that comes back by itself, each time later than the last, up to eight seconds. */
export class Socket {
  private socket?: WebSocket;
  private failures = 0;
  /** When the next attempt to connect begins, in milliseconds since 1970; 0 while there is none. */
  retryAt = 0;

  constructor(private readonly listener: SocketListener) {}

  connect(): void {
    const socket = new WebSocket(new URL(address(), ROOT).href.replace(/^http/, 'ws'), 'demist.v1');
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.failures = 0;
      this.listener.opened();
    };
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => this.lost();
    this.socket = socket;
  }

  send(message: ClientMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private receive(data: string | ArrayBuffer): void {
    if (typeof data === 'string') this.listener.message(parseJson<ServerMessage>(data));
    else this.listener.frame(decodeFrame(data));
  }

  private lost(): void {
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures++) * (0.5 + Math.random() / 2);
    this.retryAt = Date.now() + wait;
    setTimeout(() => this.connect(), wait);
    this.listener.closed();
  }
}

/** A guest says which run it came for. */
const address = (): string => (INVITATION === null ? 'api/v1/stream' : invited(`api/v1/stream?run=${encodeURIComponent(INVITATION.run)}`));
