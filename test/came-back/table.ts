import { createHash } from 'node:crypto';
import type { Database, Sql } from '../../db/connection.ts';
import type { deliveryNames } from '../../domain/deliverability/counts.ts';
import { listTenantTables } from '../security/every-table.ts';
import type { Fate, Player } from './acts.ts';

/** Whose table it is. */
export interface Where {
  tenantId: string;
  broadcastId: string;
  dripId: string;
}

/** Something that is not as the script has it. */
export interface Difference {
  /** Somebody's address, or `counters`. */
  of: string;
  field: string;
  expected: unknown;
  actual: unknown;
  /** What should be there and is not, what is there more often than it should be, or what is another. */
  is: 'missing' | 'doubled' | 'wrong';
}

/** How everybody stands. */
export async function readFates(
  { sql }: Database,
  { tenantId, broadcastId, dripId }: Where,
): Promise<Map<string, Fate>> {
  // "reply.ever +25" of each reason, in its order.
  const wordsOf = (reasons: ReturnType<Sql>) =>
    sql`array(select (w.one ->> 'feature') || ' ' || to_char((w.one ->> 'points')::numeric, 'FMSG999') from jsonb_array_elements(${reasons})
      with ordinality as w (one, place) order by w.place)`;
  const rows = await sql<(Fate & { email: string })[]>`
    select p.email, concat_ws(' ', m.status, m.reason) as message, m.attempts,
      array_remove(array[case when m.bounced_at is not null then 'bounced' end, case when m.complained_at is not null then 'complained' end,
        case when m.unsubscribed_at is not null then 'unsubscribed' end], null) as marks,
      case when c.has_responded = s.responded and (c.first_responded_at is not null) = s.responded then s.name else 'at odds' end as member,
      u.reason || '/' || u.source as suppressed, p.email_status as address, p.consent,
      array(select concat_ws('/', e.kind, e.data ->> 'bounce') from engagement_events e
        where e.tenant_id = p.tenant_id and e.person_id = p.id order by 1) as events,
      array(select concat_ws('/', i.way, i.kind, i.state) from inbound_mails i
        where i.tenant_id = p.tenant_id and i.person_id = p.id order by 1) as kept,
      case when d.id is not null then concat_ws(' ', d.state, d.reason) end as drip,
      coalesce(r.score || ' ' || r.grade, 'none') as score, ${wordsOf(sql`r.reasons`)} as reasons,
      array(select h.cause || ': ' || h.was_score || ' ' || h.was_grade || ' to ' || h.score || ' ' || h.grade || ', '
          || array_to_string(${wordsOf(sql`h.moved`)}, ', ') from person_score_history h
        where h.tenant_id = p.tenant_id and h.person_id = p.id order by h.at) as moves
    from people p
    left join messages m on m.tenant_id = p.tenant_id and m.person_id = p.id and m.source_id = ${broadcastId}
    left join campaign_members c on c.tenant_id = p.tenant_id and c.person_id = p.id
    left join campaign_type_statuses s on s.tenant_id = c.tenant_id and s.id = c.status_id
    left join suppressions u on u.tenant_id = p.tenant_id and u.address_hash = p.email_hash
    left join person_scores r on r.tenant_id = p.tenant_id and r.person_id = p.id
    left join drip_positions d on d.tenant_id = p.tenant_id and d.person_id = p.id and d.drip_id = ${dripId}
    where p.tenant_id = ${tenantId}`;
  return new Map(rows.map(({ email, ...fate }) => [email, fate]));
}

/** What is counted: of the broadcast, and of mail by what became of it. */
export async function readCounters(
  { sql }: Database,
  { tenantId, broadcastId }: Where,
): Promise<Record<string, number>> {
  const rows = await sql<{ name: string; value: number }[]>`
    select name, value from source_counters where tenant_id = ${tenantId} and source_id = ${broadcastId}
    union all
    select 'mail ' || name, sum(value)::int8 from delivery_hours where tenant_id = ${tenantId} group by name`;
  return Object.fromEntries(rows.filter(({ value }) => value !== 0).map(({ name, value }) => [name, value]));
}

/** What has to be counted, by how everybody has to stand. */
export function countersOf(cast: readonly Player[]): Record<string, number> {
  const count = (is: (fate: Fate) => boolean) => cast.filter(({ fate }) => is(fate)).length;
  const events = (name: string) => count(({ events }) => events.includes(name));
  const refused = (...codes: string[]) => count(({ message }) => codes.some((code) => message.includes(code)));
  const broadcast = {
    ...{ frozen: cast.length, sent: count(({ message }) => message === 'sent'), failed: refused('failed') },
    ...{ deferred: count(({ attempts }) => attempts > 1), hardBounces: events('bounce/hard') },
    ...{ softBounces: events('bounce/soft'), policyBounces: events('bounce/policy') },
    ...{ complaints: events('complaint'), replies: events('reply'), unsubscribes: events('unsubscribe') },
  };
  const mail: Record<(typeof deliveryNames)[number], number> = {
    ...{ sent: broadcast.sent, deferred: broadcast.deferred, opened: 0, clicked: 0 },
    ...{ refusedHard: refused('5.1.1'), refusedPolicy: refused('5.7.1'), refusedSoft: refused('5.2.2') },
    ...{ bouncedHard: broadcast.hardBounces, bouncedSoft: broadcast.softBounces },
    ...{
      bouncedPolicy: broadcast.policyBounces,
      complained: broadcast.complaints,
      unsubscribed: broadcast.unsubscribes,
    },
  };
  const named = Object.entries(mail).map(([name, value]) => [`mail ${name}`, value] as const);
  return Object.fromEntries([...Object.entries(broadcast), ...named].filter(([, value]) => value !== 0));
}

/** Everything that is not as the script has it. */
export function differences(
  cast: readonly Player[],
  is: { fates: ReadonlyMap<string, Fate>; counters: Record<string, number> },
): Difference[] {
  const ofPeople = cast.flatMap(({ email, fate }) => {
    const actual: Partial<Fate> = is.fates.get(email) ?? {};
    return (Object.keys(fate) as (keyof Fate)[]).flatMap((field) =>
      compare(email, field, [fate[field], actual[field]]),
    );
  });
  const expected = countersOf(cast);
  const names = [...new Set([...Object.keys(expected), ...Object.keys(is.counters)])];
  const ofCounters = names.flatMap((name) => compare('counters', name, [expected[name] ?? 0, is.counters[name] ?? 0]));
  return [...ofPeople, ...ofCounters];
}

function compare(of: string, field: string, [expected, actual]: [unknown, unknown]): Difference[] {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
  return [{ of, field, expected, actual, is: wordOf(expected, actual) }];
}

function wordOf(expected: unknown, actual: unknown): Difference['is'] {
  if (actual === undefined) return 'missing';
  const [wanted, found] = [lengthOf(expected), lengthOf(actual)];
  return wanted === found ? 'wrong' : found < wanted ? 'missing' : 'doubled';
}

/** How much of something there is: a number, or how many. */
function lengthOf(value: unknown): number {
  return typeof value === 'number' ? value : Array.isArray(value) ? value.length : value === null ? 0 : 1;
}

/** Every table of a tenant, as a hash of all its rows. */
export async function snapshot({ sql }: Database, tenantId: string): Promise<Record<string, string>> {
  const tables = await listTenantTables(sql);
  const hashes = await Promise.all(
    tables.map(async ({ name }) => [name, await hashOf(sql, { name, tenantId })] as const),
  );
  return Object.fromEntries(hashes);
}

/** The tables that are another between two snapshots, but for the one that keeps that calls were made. */
export function changedTables(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = Object.keys({ ...before, ...after }).filter((name) => name !== 'provider_hooks');
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name]} → ${after[name]}`);
}

async function hashOf(sql: Sql, { name, tenantId }: { name: string; tenantId: string }): Promise<string> {
  const rows = await sql<{ row: string }[]>`
    select t::text as row from ${sql(name)} t where tenant_id = ${tenantId} order by 1`;
  const hash = createHash('sha256');
  for (const { row } of rows) hash.update(`${row}\n`);
  return `${rows.length} rows, ${hash.digest('hex').slice(0, 16)}`;
}
