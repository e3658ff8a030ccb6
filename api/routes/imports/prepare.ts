import type { Context } from 'hono';
import { withTenant } from '../../../db/connection.ts';
import { findFile, findFileChunk, type StoredFile } from '../../../db/queries/files.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { DetectedEncoding } from '../../../domain/imports/encoding.ts';
import { inspectFile, type InspectedFile } from '../../../domain/imports/inspect.ts';
import type { ImportMapping } from '../../../domain/imports/mapping.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { Id } from '../../../domain/ids.ts';
import { refuseUnstorable } from '../../errors.ts';
import type { ApiEnv } from '../../router.ts';
import { readUpload } from './upload.ts';

/** A stored file with how it is read. */
export interface PreparedFile extends InspectedFile {
  file: StoredFile;
}

/** The form of a request with its file: uploaded now, or uploaded before and named by `fileId`; `names` are its other fields. */
export async function readImportForm(
  c: Context<ApiEnv>,
  actor: Actor,
  names: readonly string[],
): Promise<{ fields: Record<string, string>; fileId: string }> {
  const { fields, fileId } = await readUpload(c, actor, ['fileId', ...names]);
  const id = fileId ?? fields['fileId'];
  const parsed = Id.safeParse(id);
  if (!parsed.success) {
    throw new DomainError('invalid', 'Send the file, or the id of one that was uploaded before.', [
      { path: 'file', code: 'missing', message: 'is missing' },
    ]);
  }
  return { fields, fileId: parsed.data };
}

/** Finds out how a stored file is read. */
export async function prepareFile(
  c: Context<ApiEnv>,
  actor: Actor,
  input: { fileId: string; choice?: ImportMapping['format'] },
): Promise<PreparedFile> {
  const [file, chunk] = await withTenant(c.var.deps.database.db, actor.tenantId, async (db) => [
    await findFile(db, input.fileId),
    await findFileChunk(db, input.fileId, 0),
  ]);
  if (!file) throw notFound('uploaded file');
  const detected = file.detected as unknown as DetectedEncoding;
  return { file, ...inspectFile(chunk?.data ?? new Uint8Array(), detected, input.choice) };
}

/** A JSON value in a form's field. */
export function jsonField(fields: Record<string, string>, name: string): unknown {
  const value = parsed(fields[name] ?? '');
  if (value === undefined)
    throw new DomainError('invalid', `The field "${name}" must hold JSON.`, [
      { path: name, code: 'invalid_json', message: 'is not JSON' },
    ]);
  refuseUnstorable(value, name);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
