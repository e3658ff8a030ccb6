import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** What entries of the audit log are about: each by its kind and id. */
export interface EntityRef {
  entityKind: string;
  entityId: string | null;
}

/** What an entity is called, and whether it is still there. */
export interface NamedEntity {
  name: string | null;
  isThere: boolean;
}

/** Where the names of each kind stand, and which rows of it are there for people. */
const kept: Record<string, { table: string; name: RawBuilder<string>; where?: RawBuilder<boolean> }> = {
  account: { table: 'accounts', name: sql`name` },
  attribute: { table: 'attribute_definitions', name: sql`label` },
  calendarFeed: { table: 'calendar_feeds', name: sql`name` },
  campaign: { table: 'campaigns', name: sql`name` },
  campaignType: { table: 'campaign_types', name: sql`name` },
  content_item: { table: 'content_items', name: sql`title` },
  form: { table: 'forms', name: sql`name` },
  import: { table: 'imports', name: sql`file_name` },
  list: { table: 'lists', name: sql`name` },
  mailbox: { table: 'mailboxes', name: sql`name` },
  opportunity: { table: 'opportunities', name: sql`name`, where: sql`deleted_at is null` },
  person: {
    table: 'people',
    name: sql`coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email)`,
    where: sql`erased_at is null`,
  },
  providerHook: { table: 'provider_hooks', name: sql`name` },
  report: { table: 'reports', name: sql`name` },
  seed: { table: 'seeds', name: sql`address` },
  segment: { table: 'segments', name: sql`name` },
  sender: { table: 'senders', name: sql`name` },
  sendingDomain: { table: 'sending_domains', name: sql`domain` },
  template: { table: 'templates', name: sql`name` },
  template_image: { table: 'template_images', name: sql`name` },
  topic: { table: 'topics', name: sql`name` },
  view: { table: 'saved_views', name: sql`name` },
  webhookEndpoint: { table: 'webhook_endpoints', name: sql`regexp_replace(url, '[?#].*$', '')` },
  writeKey: { table: 'write_keys', name: sql`name` },
};

/** The fields of an entry that say what something was called. */
const namingFields = ['name', 'label', 'title', 'domain', 'address', 'url', 'fileName'];

/**
 * What entities are called, by their ids: as they are called now, and what was deleted since as the log last called it. People who were
 * erased have no name in either: the log holds none of theirs.
 */
export async function nameEntities(db: TenantDb, refs: readonly EntityRef[]): Promise<Map<string, NamedEntity>> {
  const wanted = new Map<string, Set<string>>();
  for (const { entityKind, entityId } of refs)
    if (entityId !== null) wanted.set(entityKind, (wanted.get(entityKind) ?? new Set()).add(entityId));
  const names = new Map<string, NamedEntity>();
  const queries = [...wanted].flatMap(([kind, ids]) => (kept[kind] ? [namesNow(kept[kind], [...ids])] : []));
  if (queries.length > 0) {
    const { rows } = await sql<{ id: string; name: string | null }>`${sql.join(queries, sql` union all `)}`.execute(db);
    for (const { id, name } of rows) names.set(id, { name, isThere: true });
  }
  const gone = [...wanted].flatMap(([kind, ids]) =>
    kind === 'person' ? [] : [...ids].filter((id) => !names.has(id)).map((id) => ({ kind, id })),
  );
  for (const { id, name } of await namesThen(db, gone)) names.set(id, { name, isThere: false });
  return names;
}

const namesNow = ({ table, name, where = sql`true` }: (typeof kept)[string], ids: readonly string[]) => sql`
  select id::text as id, ${name} as name from ${sql.table(table)}
  where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[]) and ${where}`;

/** The last name that the log has for entities that no longer exist. */
async function namesThen(
  db: TenantDb,
  gone: readonly { kind: string; id: string }[],
): Promise<{ id: string; name: string }[]> {
  if (gone.length === 0) return [];
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (l.entity_id) l.entity_id::text as id, said.name
    from unnest(${sql.val(gone.map(({ kind }) => kind))}::text[], ${sql.val(gone.map(({ id }) => id))}::uuid[]) as g (kind, id)
    join audit_log l on l.tenant_id = current_tenant() and l.entity_kind = g.kind and l.entity_id = g.id
    cross join lateral (
      select coalesce(nullif(c ->> 'to', ''), c ->> 'from') as name from jsonb_array_elements(l.changes) c
      where c ->> 'field' = any(${sql.val(namingFields)}::text[])
      order by array_position(${sql.val(namingFields)}::text[], c ->> 'field') limit 1) said
    where said.name is not null
    order by l.entity_id, l.id desc`.execute(db);
  return rows;
}
