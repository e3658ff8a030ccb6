import type { Context } from 'hono';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { listAttributes } from '../../../db/queries/attributes.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { holdFile } from '../../../db/queries/files.ts';
import { findImport, insertImport, type MappedFile, type StoredImport } from '../../../db/queries/imports/imports.ts';
import { findList } from '../../../db/queries/segments/lists.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { importEntities, type ImportEntity } from '../../../domain/imports/import.ts';
import { checkContentMapping, ContentMapping } from '../../../domain/imports/content-mapping.ts';
import { checkMapping, ImportMapping } from '../../../domain/imports/mapping.ts';
import { checkOpportunityMapping, OpportunityMapping } from '../../../domain/imports/opportunity-mapping.ts';
import { imagineSlots, missingAttributes } from '../../../domain/imports/plan.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { importJob } from '../../../workflows/imports/import-people.ts';
import { invalidInput } from '../../errors.ts';
import { creationId } from '../../idempotency.ts';
import { allowAlso, type ApiEnv } from '../../router.ts';
import { carryJob } from '../../start-job.ts';
import { jsonField, prepareFile, readImportForm } from './prepare.ts';

/** Makes an import from a multipart request and starts its workflow. What is wrong with the mapping is said before anything starts. */
export async function createImport(c: Context<ApiEnv>, actor: Actor): Promise<StoredImport> {
  const { database } = c.var.deps;
  const { tenantId } = actor;
  const importId = creationId(c);
  const { fields, fileId } = await readImportForm(c, actor, ['entity', 'mapping', 'dryRun']);
  const entity = readEntity(fields) ?? 'people';
  allowEntity(c, entity);
  const mapped = readMapping(entity, fields);
  const dryRun = readDryRun(fields);
  const { file, format } = await prepareFile(c, actor, { fileId, choice: mapped.mapping.format });
  await withTenant(database.db, tenantId, async (db) => {
    await checkMapped(db, mapped, format.columns);
    if (!(await holdFile(db, fileId))) throw fileGone();
    const input = {
      ...mapped,
      id: importId,
      fileId,
      fileName: file.name,
      fileBytes: file.bytes,
      format,
      dryRun,
      createdBy: actor.name,
    };
    if (!(await insertImport(db, input))) return;
    const listId = mapped.entity === 'people' ? mapped.mapping.listId : null;
    const after = { file: file.name, entity, dryRun, listId };
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

/** An erasure takes files away that no import reads yet, since they may hold who was erased. */
const fileGone = (): DomainError =>
  new DomainError('conflict', 'The file was removed because somebody was erased in the meantime. Send it again.');

/** Refuses whoever may import and not write what the file holds. */
export function allowEntity(c: Context<ApiEnv>, entity: ImportEntity): void {
  if (entity === 'opportunities') allowAlso(c, 'opportunities.write');
  if (entity === 'content') allowAlso(c, 'campaigns.write');
}

/** What the file is said to hold; undefined where nobody says. */
export function readEntity(fields: Record<string, string>): ImportEntity | undefined {
  const text = fields['entity'];
  const entity = importEntities.find((one) => one === text);
  if (text === undefined || entity) return entity;
  throw new DomainError('invalid', 'entity must be people, opportunities or content.', [
    { path: 'entity', code: 'invalid', message: 'must be people, opportunities or content' },
  ]);
}

const mappings = { people: ImportMapping, opportunities: OpportunityMapping, content: ContentMapping } as const;

function readMapping(entity: ImportEntity, fields: Record<string, string>): MappedFile {
  const given = jsonField(fields, 'mapping');
  const parsed = mappings[entity].safeParse(given);
  if (!parsed.success) throw invalidInput(parsed.error, 'mapping');
  return { entity, mapping: parsed.data } as MappedFile;
}

/** Refuses a mapping that does not fit the file, or names a list or attributes that cannot be. */
async function checkMapped(db: TenantDb, mapped: MappedFile, columns: readonly string[]): Promise<void> {
  if (mapped.entity === 'opportunities') return checkOpportunityMapping(mapped.mapping, columns);
  if (mapped.entity === 'content') return checkContentMapping(mapped.mapping, columns);
  const { mapping } = mapped;
  checkMapping(mapping, columns);
  if (mapping.listId && !(await findList(db, mapping.listId))) throw notFound('list');
  const attributes = await listAttributes(db);
  imagineSlots(missingAttributes(mapping, attributes), attributes);
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
