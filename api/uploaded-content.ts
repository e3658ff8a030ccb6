import { createHash } from 'node:crypto';
import type { ReadableStreamReadResult } from 'node:stream/web';
import type { Context } from 'hono';
import type { ApiEnv } from './router.ts';

/** How much of an upload is held to know it by (bytes). */
const mostBytes = 1024 * 1024;

/** An upload that is known again: at once by how it begins, and by all of it when it was read. */
export interface UploadedContent {
  /** The hash of the first megabyte. */
  beginning: string;
  /** The hash of everything; what the handler has not read of it is read now. */
  wholeHash: () => Promise<string>;
}

/**
 * Looks at how an upload begins, and leaves the request to the handler as it was: what that reads is hashed on the way, and never held
 * whole. What parts a form is drawn anew by whoever repeats it, and is left out.
 */
export async function watchUpload(c: Context<ApiEnv>): Promise<UploadedContent> {
  const { raw } = c.req;
  const boundary = /boundary="?([^";]+)/.exec(c.req.header('content-type') ?? '')?.[1];
  const begun = new ContentHash(boundary);
  const whole = new ContentHash(boundary);
  const reader = raw.body?.getReader();
  if (!reader) return { beginning: begun.end(), wholeHash: () => Promise.resolve(whole.end()) };

  const held: Uint8Array[] = [];
  let room = mostBytes;
  while (room > 0) {
    // One that breaks off is refused by the handler, who meets the same.
    const { done, value } = await reader.read().catch(broken);
    if (done) break;
    held.push(value);
    begun.add(value.subarray(0, room));
    room -= value.length;
  }
  const read = async (): Promise<Uint8Array | undefined> => {
    const piece = held.shift() ?? (await reader.read()).value;
    if (piece) whole.add(piece);
    return piece;
  };
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const piece = await read();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
  c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body, duplex: 'half' } as RequestInit);
  return {
    beginning: begun.end(),
    wholeHash: async () => {
      while (await read());
      return whole.end();
    },
  };
}

const broken = (): ReadableStreamReadResult<Uint8Array> => ({ done: true, value: undefined });

/** The hash of a form without what parts it, whatever the pieces are that it comes in. */
class ContentHash {
  #hash = createHash('sha256');
  #open = '';
  #boundary: string;
  constructor(boundary = '') {
    this.#boundary = boundary;
  }
  add(piece: Uint8Array): void {
    const parts = (this.#open + Buffer.from(piece).toString('latin1')).split(this.#boundary || /$^/);
    const last = parts.pop() ?? '';
    // What parts the form may begin at the end of one piece and end in the next.
    const known = Math.max(0, last.length - Math.max(0, this.#boundary.length - 1));
    this.#open = last.slice(known);
    for (const part of [...parts, last.slice(0, known)]) this.#hash.update(part, 'latin1');
  }
  end(): string {
    return this.#hash.update(this.#open, 'latin1').digest('base64url');
  }
}
