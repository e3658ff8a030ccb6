import { v7 as uuidv7 } from 'uuid';
import { withTenant, type Database } from '../../db/connection.ts';
import { writeFileChunks } from '../../db/file-store.ts';
import { insertFile, findFileChunk, markFileComplete } from '../../db/queries/files.ts';
import { insertImport, type MappedFile } from '../../db/queries/imports/imports.ts';
import { insertPerson } from '../../db/queries/people/save.ts';
import { EncodingWatcher } from '../../domain/imports/encoding.ts';
import { inspectFile } from '../../domain/imports/inspect.ts';
import { ContentMapping, type ContentMappingInput } from '../../domain/imports/content-mapping.ts';
import { ImportMapping, type ImportMappingInput } from '../../domain/imports/mapping.ts';
import { OpportunityMapping, type OpportunityMappingInput } from '../../domain/imports/opportunity-mapping.ts';
import type { PersonInput } from '../../domain/people/person.ts';

/** A tenant made past the application, by the owner of the test database. Returns its id. */
export async function newTenant(owner: Database, name = 'Acme'): Promise<string> {
  const row = await owner.db.insertInto('tenants').values({ name }).returning('tenantId').executeTakeFirstOrThrow();
  return row.tenantId;
}

/** A person of a tenant; only what is given is set. Returns the id. */
export async function newPerson(app: Database, tenantId: string, input: PersonInput = {}): Promise<string> {
  return withTenant(app.db, tenantId, (db) => insertPerson(db, input));
}

/** An uploaded file and an import of it that waits to be run, without the API and without a workflow. */
export async function newImport(
  app: Database,
  tenantId: string,
  input: { content: string | Buffer; dryRun?: boolean } & (
    | { entity?: 'people'; mapping: ImportMappingInput }
    | { entity: 'opportunities'; mapping: OpportunityMappingInput }
    | { entity: 'content'; mapping: ContentMappingInput }
  ),
): Promise<{ tenantId: string; importId: string; fileId: string }> {
  const bytes = Buffer.from(input.content);
  const watcher = new EncodingWatcher();
  watcher.push(bytes);
  const mapped = mappedFile(input);
  const meta = { name: 'people.csv', contentType: 'text/csv', createdBy: 'test', retentionDays: 1 };
  const fileId = await withTenant(app.db, tenantId, (db) => insertFile(db, meta));
  await writeFileChunks(app.db, { tenantId, fileId }, { source: slices(bytes), maxBytes: 1e9 });
  const importId = uuidv7();
  await withTenant(app.db, tenantId, async (db) => {
    await markFileComplete(db, { id: fileId, bytes: bytes.length, detected: watcher.result() });
    const start = await findFileChunk(db, fileId, 0);
    const { format } = inspectFile(start?.data ?? bytes, watcher.result(), mapped.mapping.format);
    const file = { fileId, fileName: 'people.csv', fileBytes: bytes.length };
    await insertImport(db, {
      id: importId,
      ...file,
      ...mapped,
      format,
      dryRun: input.dryRun ?? false,
      createdBy: 'test',
    });
  });
  return { tenantId, importId, fileId };
}

async function* slices(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += 300_000) yield bytes.subarray(start, start + 300_000);
}

function mappedFile(input: Parameters<typeof newImport>[2]): MappedFile {
  switch (input.entity) {
    case 'opportunities':
      return { entity: 'opportunities', mapping: OpportunityMapping.parse(input.mapping) };
    case 'content':
      return { entity: 'content', mapping: ContentMapping.parse(input.mapping) };
    default:
      return { entity: 'people', mapping: ImportMapping.parse(input.mapping) };
  }
}
