import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import { prefixRange, type PeopleFilter, type PeopleSort } from '../../../domain/people/filter.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import type { SlottedAttribute } from '../../../domain/attributes/attribute.ts';
import type { TenantDb } from '../../connection.ts';
import type { DB } from '../../schema.ts';
import { listAttributes } from '../attributes.ts';
import { toPerson, type PersonRow } from './row.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople } from '../segments/sql.ts';

/** A person with the place of its row in a list, for the next page's cursor. */
export type ListedPerson = Person & { place: string };

/** One person, unless erased. */
export async function findPerson(db: TenantDb, id: string): Promise<Person | undefined> {
  const attributes = await listAttributes(db);
  const row = await selectPeople(db, attributes).where('people.id', '=', id).executeTakeFirst();
  return row && toPerson(row, attributes);
}

/** The id of the person whom another system calls by this id: their external id, or that of a record that was merged into theirs. */
export async function findPersonByExternalId(db: TenantDb, externalId: string): Promise<string | undefined> {
  const row = await db.selectFrom('people').select('id').where('externalId', '=', externalId).executeTakeFirst();
  return row?.id ?? (await findPersonByFormerId(db, externalId));
}

/** The id of the person whose record the one of this external id was merged into, or of whom a server said that it is theirs. */
export async function findPersonByFormerId(db: TenantDb, externalId: string): Promise<string | undefined> {
  const known = await db
    .selectFrom('identities')
    .select('personId')
    .where('kind', '=', 'user')
    .where('value', '=', externalId)
    .where('proven', '=', true)
    .executeTakeFirst();
  return known?.personId ?? undefined;
}

/** Sort order, first rows after `after` (the `place` and id of the last row of the page before). */
export interface PeopleListInput {
  filter: PeopleFilter;
  /** The moment at which a segment is asked, in ISO 8601. */
  nowIso: string;
  sort: PeopleSort;
  limit: number;
  after: readonly [string, string] | null;
}

/** People who match a filter, in a stable order; those without what is sorted by come last. Erased people are left out. */
export async function listPeople(db: TenantDb, input: PeopleListInput): Promise<ListedPerson[]> {
  const isPartly = /email|score/.test(input.sort);
  if (!isPartly) return listPlaced(db, input, 'all');
  // Two queries, so that the first goes along its index. Of a row without a place the cursor says nothing but its id.
  const known = input.after?.[0] === '' ? [] : await listPlaced(db, input, 'placed');
  const limit = input.limit - known.length;
  if (limit === 0) return known;
  const after = input.after?.[0] === '' ? input.after : null;
  return [...known, ...(await listPlaced(db, { ...input, limit, after }, 'without'))];
}

/** All people, only those who have a value in the sorted column, or only those who have none; by id. */
async function listPlaced(
  db: TenantDb,
  { filter, nowIso, sort, limit, after }: PeopleListInput,
  which: 'all' | 'placed' | 'without',
): Promise<ListedPerson[]> {
  const attributes = await listAttributes(db);
  const column = {
    createdAt: 'people.created_at',
    name: 'people.search_name',
    email: 'people.email_key',
    score: 'g.score',
  }[sort.replace('-', '') as 'createdAt' | 'name' | 'email' | 'score'];
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const inSegment = await segmentCondition(db, filter, nowIso);
  // The cursor goes in as text: as a timestamp the driver would cut it to milliseconds, and rows would come twice.
  const type = { 'people.created_at': sql`timestamptz`, 'g.score': sql`smallint` }[column] ?? sql`text collate "C"`;
  const place = sql.ref(column);
  const further = sql.raw(direction === 'desc' ? '<' : '>');
  const next = sql<boolean>`(${place}, people.id) ${further} (${after?.[0] ?? ''}::text::${type}, ${after?.[1] ?? ''}::uuid)`;
  const rows = await selectPeople(db, attributes)
    .select(sql<string>`coalesce(${place}::text, '')`.as('place'))
    .where((eb) => matches(eb, filter))
    .$if(inSegment !== null, (query) => query.where(inSegment ?? sql<boolean>`true`))
    .$if(which === 'placed', (query) => query.where(sql<boolean>`${place} is not null`))
    .$if(which === 'without', (query) => query.where(sql<boolean>`${place} is null`))
    .$if(after !== null, (query) =>
      query.where(which === 'without' ? sql<boolean>`people.id ${further} ${after?.[1] ?? ''}::uuid` : next),
    )
    .$if(which !== 'without', (query) => query.orderBy(place, direction))
    .orderBy('people.id', direction)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...toPerson(row, attributes), place: row.place }));
}

/** How many people match a filter; `nowIso` is the moment at which a segment is asked. */
export async function countPeople(db: TenantDb, filter: PeopleFilter, nowIso: string): Promise<number> {
  const inSegment = await segmentCondition(db, filter, nowIso);
  const { count } = await db
    .selectFrom('people')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('people.erasedAt', 'is', null)
    .where((eb) => matches(eb, filter))
    .$if(inSegment !== null, (query) => query.where(inSegment ?? sql<boolean>`true`))
    .executeTakeFirstOrThrow();
  return count;
}

function selectPeople(db: TenantDb, attributes: readonly SlottedAttribute[]) {
  return db
    .selectFrom('people')
    .leftJoin('personAttributes as a', (join) =>
      join.onRef('a.tenantId', '=', 'people.tenantId').onRef('a.personId', '=', 'people.id'),
    )
    .leftJoin('suppressions as s', (join) =>
      join.onRef('s.tenantId', '=', 'people.tenantId').onRef('s.addressHash', '=', 'people.emailHash'),
    )
    .leftJoin('personScores as g', (join) =>
      join.onRef('g.tenantId', '=', 'people.tenantId').onRef('g.personId', '=', 'people.id'),
    )
    .selectAll('people')
    .select(['s.reason as suppressed', 'g.score', 'g.grade'])
    .select(attributes.map(({ slot }) => sql<PersonRow['suppressed']>`${sql.ref(`a.${slot}`)}`.as(slot)))
    .where('people.erasedAt', 'is', null);
}

/** Whether somebody is in the segment of a filter; null where it names none. */
async function segmentCondition(
  db: TenantDb,
  { segmentId }: PeopleFilter,
  nowIso: string,
): Promise<RawBuilder<boolean> | null> {
  if (!segmentId) return null;
  const rule: Rule = { kind: 'segment', is: true, segmentId };
  const context = await loadRuleContext(db, { rules: [rule], nowIso });
  return sql<boolean>`people.id in (${matchingPeople(rule, context)})`;
}

const leadSince = sql`coalesce(people.lead_created_at, people.created_at)`;

/** The first moment of a day of the tenant's clock, or of one `after` days later. */
const startOf = (day: string, after: number) => sql`(
  (${day}::text::date + ${after}::int)::timestamp at time zone (select time_zone from tenants where tenant_id = current_tenant()))`;

function matches(eb: ExpressionBuilder<DB, 'people'>, filter: PeopleFilter) {
  const conditions = [];
  if (filter.kind) conditions.push(eb('people.kind', '=', filter.kind));
  if (filter.consent) conditions.push(eb('people.consent', '=', filter.consent));
  if (filter.accountId) conditions.push(eb('people.accountId', '=', filter.accountId));
  if (filter.leadSource) conditions.push(eb('people.leadSource', '=', filter.leadSource));
  if (filter.createdFrom) conditions.push(eb('people.createdAt', '>=', new Date(filter.createdFrom)));
  if (filter.createdTo) conditions.push(eb('people.createdAt', '<', new Date(filter.createdTo)));
  if (filter.sourceCampaignId === 'any') conditions.push(eb('people.sourceCampaignId', 'is not', null));
  else if (filter.sourceCampaignId) conditions.push(eb('people.sourceCampaignId', '=', filter.sourceCampaignId));
  if (filter.leadFrom) conditions.push(sql<boolean>`${leadSince} >= ${startOf(filter.leadFrom, 0)}`);
  if (filter.leadTo) conditions.push(sql<boolean>`${leadSince} < ${startOf(filter.leadTo, 1)}`);
  if (filter.listId) {
    const listed = eb.selectFrom('listPeople as l').select('l.personId').where('l.listId', '=', filter.listId);
    conditions.push(eb('people.id', 'in', listed));
  }
  if (filter.q) {
    const { from, below } = prefixRange(filter.q);
    conditions.push(
      eb.or(
        (['people.searchName', 'people.searchLastName', 'people.emailKey'] as const).map((column) =>
          eb.and([eb(column, '>=', from), eb(column, '<', below)]),
        ),
      ),
    );
  }
  return eb.and(conditions);
}
