import type { Context } from 'hono';
import { readFileChunks } from '../../../db/file-store.ts';
import type { StoredFile } from '../../../db/queries/files.ts';
import type { ApiEnv } from '../../router.ts';

/** Answers with a stored file, read a piece at a time. */
export function sendFile(c: Context<ApiEnv>, tenantId: string, file: StoredFile): Response {
  c.header('Content-Type', file.contentType);
  c.header('Content-Length', String(file.bytes));
  c.header('Content-Disposition', `attachment; filename="${file.name}"`);
  return c.body(streamOf(readFileChunks(c.var.deps.database.db, { tenantId, fileId: file.id })), 200);
}

function streamOf(pieces: AsyncGenerator<Buffer>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void pieces.return(undefined),
  });
}
