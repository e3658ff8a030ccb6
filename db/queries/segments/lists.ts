import { sql } from 'kysely';
import { DomainError } from '../../../domain/errors.ts';
import type { List, ListInput } from '../../../domain/lists/list.ts';
import type { TenantDb } from '../../connection.ts';

/** Static lists in the order of their names, with the number of people on each. */
export async function listLists(
  db: TenantDb,
  input: { limit: number; after: readonly [string, string] | null; q?: string },
): Promise<List[]> {
  const rows = await selectLists(db)
    .$if(input.after !== null, (query) =>
      query.where(sql<boolean>`(lists.name, lists.id) > (${input.after?.[0] ?? ''}, ${input.after?.[1] ?? ''}::uuid)`),
    )
    .$if(!!input.q, (query) => query.where(sql<boolean>`position(lower(${input.q ?? ''}) in lower(lists.name)) > 0`))
    .orderBy('lists.name')
    .orderBy('lists.id')
    .limit(input.limit)
    .execute();
  return rows.map(toList);
}

/** One list. */
export async function findList(db: TenantDb, id: string): Promise<List | undefined> {
  const row = await selectLists(db).where('lists.id', '=', id).executeTakeFirst();
  return row && toList(row);
}

/** Makes a list; a name that is in use is a conflict. Returns the id. */
export async function insertList(db: TenantDb, input: ListInput & { id?: string }): Promise<string> {
  const row = await db
    .insertInto('lists')
    .values(input)
    .onConflict((conflict) => conflict.columns(['tenantId', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw nameTaken();
  return row.id;
}

/** Changes a list; false where there is none of this id and version (null: whichever version it has). */
export async function markList(
  db: TenantDb,
  input: { id: string; version: number | null; changes: Partial<ListInput> },
): Promise<boolean> {
  const { name } = input.changes;
  if (name !== undefined) {
    const other = await db
      .selectFrom('lists')
      .select('id')
      .where('name', '=', name)
      .where('id', '<>', input.id)
      .executeTakeFirst();
    if (other) throw nameTaken();
  }
  const result = await db
    .updateTable('lists')
    .set({ ...input.changes, version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .where('id', '=', input.id)
    .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The campaigns that are not over and whose audience names a list, to include or to leave out its people; by name, five at most. */
export async function listCampaignsNaming(db: TenantDb, listId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('broadcasts as b')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'b.tenantId').onRef('c.id', '=', 'b.campaignId'),
    )
    .select('c.name')
    .distinct()
    .where('c.status', 'not in', ['completed', 'cancelled'])
    .where(sql<boolean>`(b.audience -> 'listIds' ? ${listId} or b.audience -> 'excludeListIds' ? ${listId})`)
    .orderBy('c.name')
    .limit(5)
    .execute();
  return rows.map((row) => row.name);
}

/** Whether there is a list; it stays until the transaction ends. */
export async function holdList(db: TenantDb, id: string): Promise<boolean> {
  return (
    (await db.selectFrom('lists').select('id').where('id', '=', id).forKeyShare().executeTakeFirst()) !== undefined
  );
}

/** Deletes a list; the people on it stay. False where there is none. */
export async function deleteList(db: TenantDb, id: string): Promise<boolean> {
  const result = await db.deleteFrom('lists').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Puts people on a list. Returns how many are new on it, and the ids that are no people. */
export async function insertListPeople(
  db: TenantDb,
  listId: string,
  personIds: readonly string[],
): Promise<{ changed: number; notFound: string[] }> {
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    with wanted as (
      select distinct p.id from unnest(${sql.val([...personIds])}::uuid[]) wanted (id)
      join people p on p.tenant_id = current_tenant() and p.id = wanted.id and p.erased_at is null),
    added as (
      insert into list_people (list_id, person_id) select ${listId}::uuid, id from wanted
      on conflict do nothing returning person_id)
    select w.id, a.person_id is not null as is_new from wanted w left join added a on a.person_id = w.id`.execute(db);
  const known = new Set(rows.map(({ id }) => id));
  return {
    changed: rows.filter(({ isNew }) => isNew).length,
    notFound: [...new Set(personIds)].filter((id) => !known.has(id)),
  };
}

/** Takes people off a list. Returns how many were on it. */
export async function deleteListPeople(db: TenantDb, listId: string, personIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ personId: string }>`
    delete from list_people where tenant_id = current_tenant() and list_id = ${listId}::uuid
      and person_id = any(${sql.val([...personIds])}::uuid[]) returning person_id`.execute(db);
  return rows.length;
}

function selectLists(db: TenantDb) {
  return db
    .selectFrom('lists')
    .selectAll('lists')
    .select((eb) =>
      eb
        .selectFrom('listPeople as l')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('l.tenantId', '=', 'lists.tenantId')
        .whereRef('l.listId', '=', 'lists.id')
        .as('people'),
    );
}

function toList(row: Awaited<ReturnType<ReturnType<typeof selectLists>['executeTakeFirstOrThrow']>>): List {
  const { id, name, description, people, version, createdAt, updatedAt } = row;
  return {
    id,
    name,
    description,
    people: people ?? 0,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function nameTaken(): DomainError {
  return new DomainError('conflict', 'There is a list with this name already. Nothing was saved.', [
    { path: 'name', code: 'taken', message: 'is in use' },
  ]);
}
