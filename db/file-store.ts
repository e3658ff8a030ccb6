import { withTenant, type Db } from './connection.ts';
import { findFileChunk, insertFileChunk } from './queries/files.ts';

const chunkBytes = 1024 * 1024;

/** A file was longer than it may be. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

/** Which file of which tenant. */
export interface FileRef {
  tenantId: string;
  fileId: string;
}

/**
 * Writes a stream to a file in pieces of 1 MB, each in a transaction of its own, holding one piece at a time.
 * Returns the length of the file; `observe` sees every piece of the source go by.
 */
export async function writeFileChunks(
  db: Db,
  { tenantId, fileId }: FileRef,
  options: { source: AsyncIterable<Uint8Array>; maxBytes: number; observe?: (bytes: Uint8Array) => void },
): Promise<number> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let position = 0;
  const flush = async (bytes: number): Promise<void> => {
    const all = Buffer.concat(held);
    const data = all.subarray(0, bytes);
    await withTenant(db, tenantId, (db) => insertFileChunk(db, { fileId, position, data }));
    position += data.length;
    held = data.length < all.length ? [all.subarray(bytes)] : [];
    heldBytes = all.length - data.length;
  };
  for await (const bytes of options.source) {
    options.observe?.(bytes);
    held.push(bytes);
    heldBytes += bytes.length;
    if (position + heldBytes > options.maxBytes)
      throw new FileTooLarge(`The file has more than ${options.maxBytes} bytes.`);
    while (heldBytes >= chunkBytes) await flush(chunkBytes);
  }
  if (heldBytes > 0) await flush(heldBytes);
  return position;
}

/** The bytes of a file from `from` on, a piece at a time, each read in a short transaction of its own. */
export async function* readFileChunks(db: Db, { tenantId, fileId }: FileRef, from = 0): AsyncGenerator<Buffer> {
  for (let byte = from; ;) {
    const chunk = await withTenant(db, tenantId, (db) => findFileChunk(db, fileId, byte));
    if (!chunk) return;
    yield chunk.data.subarray(byte - chunk.position);
    byte = chunk.position + chunk.data.length;
  }
}
