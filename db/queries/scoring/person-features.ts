import { sql, type RawBuilder } from 'kysely';
import {
  countedEvents,
  countName,
  fieldFeatures,
  type CountedEvent,
  type PersonFeatures,
} from '../../../domain/scoring/features.ts';
import type { TenantDb } from '../../connection.ts';
import { listAttributes } from '../attributes.ts';

type Sql = RawBuilder<unknown>;

/** Whose features, and of which moment. */
export interface FeatureMoment {
  personId: string;
  asOf: Date;
}

/** What was known of people, each at a moment of their own, by person: see `readFeatures`. */
export async function listFeatures(
  db: TenantDb,
  moments: readonly FeatureMoment[],
): Promise<Map<string, PersonFeatures>> {
  const features = await readFeatures(db, moments);
  return new Map(moments.flatMap(({ personId }, at) => (features[at] ? [[personId, features[at]]] : [])));
}

/**
 * What was known of people at moments, in their order and in one statement; one person may be asked for at several. Nothing that happened
 * or was written later has a part in it: events count where they had happened and had come in; a field says what it said then, by what
 * is kept of its changes. Null for whoever is erased or was not known yet.
 */
export async function readFeatures(
  db: TenantDb,
  moments: readonly FeatureMoment[],
): Promise<(PersonFeatures | null)[]> {
  const attributes = await listAttributes(db);
  const values: [string, Sql][] = [
    ['known.days', sql`extract(epoch from q.as_of - coalesce(p.lead_created_at, p.created_at)) / 86400`],
    ['quiet.days', sql`extract(epoch from q.as_of - v.latest) / 86400`],
    ['sent.90', sql`m.sent`],
    ['campaigns', sql`c.members`],
    ['responses', sql`c.responses`],
    ['lists', sql`l.lists`],
    ['account', sql`(${formerly('account_id', sql`p.account_id`, sql`p.created_at`)} is not null)::int`],
    ...counted.flatMap((event): [string, Sql][] => [
      [countName(event, '30'), sql.ref(`v.${event}_30`)],
      [countName(event, 'ever'), sql.ref(`v.${event}_ever`)],
    ]),
    ...Object.entries(fieldFeatures).map(([name, column]): [string, Sql] => [
      name,
      formerly(column, sql.ref(`p.${column}`), sql`p.created_at`),
    ]),
    ...attributes.map(({ key, slot, type, createdAt }): [string, Sql] => {
      // Before the attribute was made, its column may have held another one.
      const since = sql`greatest(a.created_at, ${createdAt}::timestamptz)`;
      const value = formerly(slot, sql.ref(`a.${slot}`), since);
      return [
        `attributes.${key}`,
        type === 'number' ? sql`(${value})::float8` : type === 'date' ? ageOf(value) : value,
      ];
    }),
  ];
  const { rows } = await sql<{ place: number; features: PersonFeatures }>`
    select q.place, ${inChunks(values)} as features
    from unnest(${sql.val(moments.map(({ personId }) => personId))}::uuid[],
      ${sql.val(moments.map(({ asOf }) => asOf.toISOString()))}::timestamptz[]) with ordinality as q(person_id, as_of, place)
    join people p on p.tenant_id = current_tenant() and p.id = q.person_id and p.erased_at is null and p.created_at <= q.as_of
    left join person_attributes a on a.tenant_id = p.tenant_id and a.person_id = p.id
    cross join lateral (
      select coalesce(jsonb_object_agg(f.field, f.was), '{}') as fields from (
        select distinct on (field) field, was from person_field_changes
        where tenant_id = p.tenant_id and person_id = p.id and at > q.as_of order by field, at) f) former
    cross join lateral (
      select max(e.occurred_at) as latest, ${sql.join(counted.flatMap((event) => eventCounts(event)))}
      from engagement_events e
      where e.tenant_id = p.tenant_id and e.person_id = p.id and e.occurred_at <= q.as_of and e.received_at <= q.as_of
        and e.verdict <> 'machine' and e.kind = any(${sql.val(counted)}::text[])) v
    cross join lateral (
      select count(*)::int as sent from messages m
      where m.tenant_id = p.tenant_id and m.person_id = p.id and m.sent_at <= q.as_of and m.sent_at > q.as_of - interval '90 days') m
    cross join lateral (
      select count(*)::int as members, count(*) filter (where m.first_responded_at <= q.as_of)::int as responses
      from campaign_members m where m.tenant_id = p.tenant_id and m.person_id = p.id and m.created_at <= q.as_of) c
    cross join lateral (
      select count(*)::int as lists from list_people l
      where l.tenant_id = p.tenant_id and l.person_id = p.id and l.added_at <= q.as_of) l`.execute(db);
  const known = new Array<PersonFeatures | null>(moments.length).fill(null);
  for (const { place, features } of rows) known[place - 1] = features;
  return known;
}

const counted = Object.keys(countedEvents) as CountedEvent[];

const eventCounts = (event: CountedEvent): Sql[] => [
  sql`count(*) filter (where e.kind = ${sql.lit(event)} and e.occurred_at > q.as_of - interval '30 days')::int as ${sql.ref(`${event}_30`)}`,
  sql`count(*) filter (where e.kind = ${sql.lit(event)})::int as ${sql.ref(`${event}_ever`)}`,
];

/** The value of a column at that moment: the value before its next change, or else the current one; none before the row existed. */
function formerly(column: string, current: Sql, since: Sql): Sql {
  return sql`case when ${since} > q.as_of then null when former.fields ? ${sql.lit(column)}
    then former.fields ->> ${sql.lit(column)} else ${current}::text end`;
}

/** A date as how many days ago it was. */
const ageOf = (value: Sql): Sql => sql`extract(epoch from q.as_of - (${value})::timestamptz) / 86400`;

/** A function takes 100 arguments at most. */
function inChunks(pairs: readonly [string, Sql][]): Sql {
  const chunks: Sql[] = [];
  for (let start = 0; start < pairs.length; start += 40) {
    const some = pairs.slice(start, start + 40).map(([name, value]) => sql`${name}::text, ${value}`);
    chunks.push(sql`jsonb_build_object(${sql.join(some)})`);
  }
  return sql.join(chunks, sql` || `);
}
