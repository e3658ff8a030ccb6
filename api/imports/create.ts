import type { Context } from 'hono';
import { withTenant } from '../../db/connection.ts';
import { listAttributes } from '../../db/queries/attributes.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findImport, insertImport, type StoredImport } from '../../db/queries/imports.ts';
import { findList } from '../../db/queries/lists.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import { checkMapping, ImportMapping } from '../../domain/imports/mapping.ts';
import { imagineSlots, missingAttributes } from '../../domain/imports/plan.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { importJob } from '../../workflows/import-people.ts';
import { invalidInput } from '../errors.ts';
import { creationId } from '../idempotency.ts';
import type { ApiEnv } from '../router.ts';
import { carryJob } from '../start-job.ts';
import { jsonField, prepareFile, readImportForm } from './prepare.ts';

/** Makes an import from a multipart request and starts its workflow. What is wrong with the mapping is said before anything starts. */
export async function createImport(c: Context<ApiEnv>, actor: Actor): Promise<StoredImport> {
  const { database } = c.var.deps;
  const { tenantId } = actor;
  const importId = creationId(c);
  const { fields, fileId } = await readImportForm(c, actor, ['mapping', 'dryRun']);
  const mapping = readMapping(fields);
  const dryRun = readDryRun(fields);
  const { file, format } = await prepareFile(c, actor, { fileId, choice: mapping.format });
  checkMapping(mapping, format.columns);
  await withTenant(database.db, tenantId, async (db) => {
    if (mapping.listId && !(await findList(db, mapping.listId))) throw notFound('list');
    const attributes = await listAttributes(db);
    imagineSlots(missingAttributes(mapping, attributes), attributes);
    const input = {
      id: importId,
      fileId,
      fileName: file.name,
      fileBytes: file.bytes,
      format,
      mapping,
      dryRun,
      createdBy: actor.name,
    };
    if (!(await insertImport(db, input))) return;
    const after = { file: file.name, dryRun, listId: mapping.listId };
    await insertAudit(db, actor, { action: 'import.start', entityKind: 'import', entityId: importId, after });
  });
  const failure =
    'The import could not be started because Temporal did not answer. Nothing was imported; start it again.';
  const job = importJob({ tenantId, importId }, dryRun);
  await carryJob(c.var.deps, { table: 'imports', id: importId, job, failure });
  const made = await withTenant(database.db, tenantId, (db) => findImport(db, importId));
  if (!made) throw notFound('import');
  return made;
}

function readMapping(fields: Record<string, string>): ImportMapping {
  const parsed = ImportMapping.safeParse(jsonField(fields, 'mapping'));
  if (!parsed.success) throw invalidInput(parsed.error, 'mapping');
  return parsed.data;
}

function readDryRun(fields: Record<string, string>): boolean {
  const text = fields['dryRun'] ?? 'false';
  if (text !== 'true' && text !== 'false') {
    throw new DomainError('invalid', 'dryRun must be true or false.', [
      { path: 'dryRun', code: 'invalid', message: 'must be true or false' },
    ]);
  }
  return text === 'true';
}
