import { sql, type Selectable } from 'kysely';
import { everyBlock } from '../../../domain/templates/inside.ts';
import {
  TemplateContent,
  type Template,
  type TemplateChange,
  type TemplateSummary,
  type TemplateVersion,
} from '../../../domain/templates/template.ts';
import type { TenantDb } from '../../connection.ts';
import type { Templates } from '../../schema.ts';

/** Which templates are wanted; all that is left out matches. */
export interface TemplateFilter {
  limit: number;
  after: readonly [string, string] | null;
  q?: string | undefined;
  tag?: string | undefined;
  kind?: string | undefined;
  state: 'active' | 'archived';
}

/** Who does something to a template. */
export interface TemplateAuthor {
  id: string;
  name: string;
}

/** Templates by name, without their content. */
export async function listTemplates(db: TenantDb, filter: TemplateFilter): Promise<TemplateSummary[]> {
  const { limit, after, q, tag, kind, state } = filter;
  const rows = await selectTemplates(db)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(t.name, t.id) > (${after?.[0] ?? ''}, ${after?.[1] ?? ''}::uuid)`),
    )
    .$if(!!q, (query) =>
      query.where(sql<boolean>`position(lower(${q ?? ''}) in lower(t.name || ' ' || t.description)) > 0`),
    )
    .$if(!!tag, (query) => query.where(sql<boolean>`${tag ?? ''} = any(t.tags)`))
    .$if(!!kind, (query) => query.where('t.kind', '=', kind ?? ''))
    .where('t.archivedAt', state === 'archived' ? 'is not' : 'is', null)
    .orderBy('t.name')
    .orderBy('t.id')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { content: _content, version: _version, ...summary } = toTemplate(row);
    return summary;
  });
}

/** The tags of all templates that are not archived, by name. */
export async function listTemplateTags(db: TenantDb): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select distinct tag from templates, unnest(tags) tag
    where tenant_id = current_tenant() and archived_at is null order by tag limit 500`.execute(db);
  return rows.map(({ tag }) => tag);
}

/** One template as it is edited. */
export async function findTemplate(db: TenantDb, id: string): Promise<Template | undefined> {
  const row = await selectTemplates(db).where('t.id', '=', id).executeTakeFirst();
  return row && toTemplate(row);
}

/** Makes a template with its first version; one with this id (a repeated request) stays. */
export async function insertTemplate(
  db: TenantDb,
  input: {
    id: string;
    kind: string;
    name: string;
    description: string;
    tags: string[];
    content: TemplateContent;
    author: TemplateAuthor;
  },
): Promise<void> {
  const { author, content, ...values } = input;
  const made = await db
    .insertInto('templates')
    .values({ ...values, updatedByName: author.name })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await insertVersion(db, { templateId: input.id, number: 1, content, note: '', author });
}

/** Changes a template at a known version (null: whichever it has); what is said of its content becomes its draft. False where somebody was faster. */
export async function updateTemplate(
  db: TenantDb,
  input: { id: string; version: number | null; change: TemplateChange; author: TemplateAuthor },
): Promise<boolean> {
  const { content, isArchived, ...fields } = input.change;
  const result = await db
    .updateTable('templates')
    .set({
      ...fields,
      ...(content
        ? {
            draft: sql<string>`coalesce(draft, (
              select v.content from template_versions v where v.tenant_id = templates.tenant_id
                and v.template_id = templates.id and v.number = templates.current_version)) || ${jsonOf(content)}`,
          }
        : {}),
      ...(isArchived === undefined ? {} : { archivedAt: isArchived ? sql<Date>`coalesce(archived_at, now())` : null }),
      version: sql<number>`version + 1`,
      updatedAt: sql<Date>`now()`,
      updatedByName: input.author.name,
    })
    .where('id', '=', input.id)
    .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Makes a version of some content and the template's current one; nothing is a draft afterwards. Its number, or null where somebody was faster. */
export async function makeVersion(
  db: TenantDb,
  input: { id: string; version: number | null; content: TemplateContent; note: string; author: TemplateAuthor },
): Promise<number | null> {
  const { author } = input;
  const row = await db
    .updateTable('templates')
    .set({
      currentVersion: sql<number>`current_version + 1`,
      draft: null,
      version: sql<number>`version + 1`,
      updatedAt: sql<Date>`now()`,
      updatedByName: author.name,
    })
    .where('id', '=', input.id)
    .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
    .returning('currentVersion')
    .executeTakeFirst();
  if (!row) return null;
  await insertVersion(db, { templateId: input.id, number: row.currentVersion, ...input });
  return row.currentVersion;
}

async function insertVersion(
  db: TenantDb,
  input: { templateId: string; number: number; content: TemplateContent; note: string; author: TemplateAuthor },
): Promise<void> {
  const { templateId, number, content, note, author } = input;
  await db
    .insertInto('templateVersions')
    .values({ templateId, number, content: jsonOf(content), note, createdBy: author.id, createdByName: author.name })
    .execute();
}

/** The versions of a template, the newest first. */
export async function listTemplateVersions(
  db: TenantDb,
  input: { templateId: string; limit: number; before: number | null },
): Promise<TemplateVersion[]> {
  const rows = await db
    .selectFrom('templateVersions as v')
    .innerJoin('templates as t', (join) =>
      join.onRef('t.tenantId', '=', 'v.tenantId').onRef('t.id', '=', 'v.templateId'),
    )
    .select(['v.number', 'v.note', 'v.createdAt', 'v.createdByName', 't.currentVersion'])
    .where('v.templateId', '=', input.templateId)
    .$if(input.before !== null, (query) => query.where('v.number', '<', input.before ?? 0))
    .orderBy('v.number', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(({ currentVersion, createdAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    isCurrent: row.number === currentVersion,
  }));
}

/** What a version of a template holds. */
export async function findVersionContent(
  db: TenantDb,
  ref: { templateId: string; number: number },
): Promise<TemplateContent | undefined> {
  const row = await db
    .selectFrom('templateVersions')
    .select('content')
    .where('templateId', '=', ref.templateId)
    .where('number', '=', ref.number)
    .executeTakeFirst();
  return row && TemplateContent.parse(row.content);
}

function selectTemplates(db: TenantDb) {
  return db
    .selectFrom('templates as t')
    .selectAll('t')
    .select((eb) =>
      eb
        .selectFrom('templateVersions as v')
        .select('v.content')
        .whereRef('v.tenantId', '=', 't.tenantId')
        .whereRef('v.templateId', '=', 't.id')
        .whereRef('v.number', '=', 't.currentVersion')
        .as('content'),
    );
}

function toTemplate(row: Selectable<Templates> & { content: unknown }): Template {
  const content = TemplateContent.parse(row.draft ?? row.content);
  return {
    id: row.id,
    kind: row.kind as Template['kind'],
    name: row.name,
    description: row.description,
    tags: row.tags,
    subject: content.subject,
    blocks: everyBlock(content.blocks).length,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    currentVersion: row.currentVersion,
    hasDraft: row.draft !== null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    updatedByName: row.updatedByName,
    content,
    version: row.version,
  };
}

/** A content for a jsonb column, which a list of blocks must reach as JSON and not as a Postgres array. */
function jsonOf(content: Partial<TemplateContent>) {
  return sql<string>`${JSON.stringify(content)}::text::jsonb`;
}
