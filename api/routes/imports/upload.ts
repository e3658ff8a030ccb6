import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { withTenant } from '../../../db/connection.ts';
import { FileTooLarge, writeFileChunks } from '../../../db/file-store.ts';
import { deleteFile, insertFile, markFileComplete } from '../../../db/queries/files.ts';
import { DomainError } from '../../../domain/errors.ts';
import { EncodingWatcher } from '../../../domain/imports/encoding.ts';
import { fileRetentionDays, maxFileBytes } from '../../../domain/imports/import.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { refuseUnstorable } from '../../errors.ts';
import type { ApiEnv } from '../../router.ts';

/** A form with at most one file: the plain fields, and the id of the stored file where there was one. */
export interface UploadedForm {
  fields: Record<string, string>;
  fileId: string | null;
}

/**
 * Reads a multipart form as it arrives. The file goes to the database piece by piece and its encoding is found out on the way;
 * it is never held whole. Files over 500 MB are refused with 413, and a field beside "file" and `names` with 400; nothing is kept.
 */
export async function readUpload(c: Context<ApiEnv>, actor: Actor, names: readonly string[]): Promise<UploadedForm> {
  const body = c.req.raw.body;
  const type = c.req.header('content-type') ?? '';
  if (!body || !type.startsWith('multipart/form-data')) {
    throw new DomainError('invalid', 'Send a multipart form with the field "file".', [
      { path: 'file', code: 'missing', message: 'is missing' },
    ]);
  }
  const fields: Record<string, string> = {};
  const unknown: string[] = [];
  const stored: Promise<string>[] = [];
  const parser = formParser(type);
  parser.on('field', (name, value) => {
    if (names.includes(name)) fields[name] = value;
    else unknown.push(name);
  });
  parser.on('file', (name, stream, info) => {
    if (name !== 'file') unknown.push(name);
    if (name !== 'file' || stored.length > 0) return void stream.resume();
    // It may break off before anybody reads it, and an error that nobody listens to would end the process.
    stream.on('error', () => {});
    const storing = storeFile(c, actor, { stream, name: info.filename || 'upload.csv' });
    storing.catch((error: Error) => parser.destroy(error));
    stored.push(storing);
  });
  const source = Readable.fromWeb(body as ReadableStream);
  try {
    await new Promise<void>((resolve, reject) => {
      // `on` and not `once`: a form that breaks off inside the file is told twice.
      parser.once('close', resolve).on('error', reject);
      source.on('error', reject).pipe(parser);
    });
    const fileId = (await stored[0]) ?? null;
    refuseFields(fields, unknown);
    return { fields, fileId };
  } catch (error) {
    // Ends the stream of the file as well, so that its stored part is removed; a complete file is removed here.
    parser.destroy();
    source.destroy();
    const [file] = await Promise.allSettled(stored);
    if (file?.status === 'fulfilled') {
      const fileId = file.value;
      await withTenant(c.var.deps.database.db, actor.tenantId, (db) => deleteFile(db, fileId));
    }
    throw refusalOf(error);
  }
}

/** A misspelt `dryRun` would be no dry run: what nobody knows is refused. */
function refuseFields(fields: Record<string, string>, unknown: readonly string[]): void {
  refuseUnstorable(fields, 'form');
  if (unknown.length === 0) return;
  const errors = unknown.map((path) => ({
    path,
    code: 'unrecognized_keys',
    message: 'is no field of this form; leave it out',
  }));
  throw new DomainError('invalid', 'The form has an unknown field. Nothing was kept.', errors);
}

function formParser(type: string) {
  try {
    return busboy({
      headers: { 'content-type': type },
      defParamCharset: 'utf8',
      limits: { fields: 20, fieldSize: 1024 * 1024, files: 2 },
    });
  } catch {
    throw new DomainError('invalid', 'The multipart form cannot be read.');
  }
}

async function storeFile(c: Context<ApiEnv>, actor: Actor, file: { stream: Readable; name: string }): Promise<string> {
  const { db } = c.var.deps.database;
  const { tenantId } = actor;
  const name = file.name.slice(-200);
  const meta = { name, contentType: 'text/csv', createdBy: actor.name, retentionDays: fileRetentionDays };
  const fileId = await withTenant(db, tenantId, (db) => insertFile(db, meta));
  try {
    const watcher = new EncodingWatcher();
    const options = {
      source: file.stream,
      maxBytes: maxFileBytes,
      observe: (bytes: Uint8Array) => watcher.push(bytes),
    };
    const bytes = await writeFileChunks(db, { tenantId, fileId }, options);
    await withTenant(db, tenantId, (db) => markFileComplete(db, { id: fileId, bytes, detected: watcher.result() }));
    return fileId;
  } catch (error) {
    await withTenant(db, tenantId, (db) => deleteFile(db, fileId));
    throw error;
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof FileTooLarge)
    return new HTTPException(413, { message: 'The file is larger than 500 MB. Nothing was kept.' });
  const message = error instanceof Error ? error.message : '';
  if (/^(Unexpected end of form|Malformed|Multipart)/i.test(message)) {
    return new DomainError('invalid', 'The form broke off before its end. Nothing was kept.');
  }
  return error;
}
