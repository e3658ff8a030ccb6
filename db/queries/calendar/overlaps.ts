import { sql, type RawBuilder } from 'kysely';
import type { Audience } from '../../../domain/broadcasts/audience.ts';
import type { TenantDb } from '../../connection.ts';
import { audienceRows } from '../broadcasts/audience.ts';
import { planCast, type Cast } from '../nurtures/casts.ts';

/** A broadcast that is to go, with whom it is meant for. */
export interface PlannedSend {
  broadcastId: string;
  campaignId: string;
  name: string;
  at: Date;
  audience: Audience;
  isMarketing: boolean;
  topicId: string | null;
}

/** Broadcasts that go within the range and are not over: of every campaign, whatever the calendar shows of them. */
export async function listPlannedSends(
  db: TenantDb,
  { from, to }: { from: string; to: string },
): Promise<PlannedSend[]> {
  const at = sql<Date>`coalesce(b.started_at, c.start_at)`;
  const rows = await db
    .selectFrom('broadcasts as b')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'b.tenantId').onRef('c.id', '=', 'b.campaignId'),
    )
    .innerJoin('variants as v', (join) => join.onRef('v.tenantId', '=', 'b.tenantId').onRef('v.sourceId', '=', 'b.id'))
    .select(['b.id as broadcastId', 'b.campaignId', 'c.name as campaignName', 'b.name', 'b.audience', at.as('at')])
    .select(['v.messageClass', 'v.topicId'])
    .distinctOn('b.id')
    .where('b.status', 'not in', ['cancelled', 'failed', 'completed'])
    .where('c.status', 'not in', ['cancelled', 'completed'])
    .where(at, '>=', sql<Date>`${from}::text::timestamptz`)
    .where(at, '<', sql<Date>`${to}::text::timestamptz`)
    .orderBy('b.id')
    .limit(2000)
    .execute();
  return rows.map(({ audience, messageClass, campaignName, name, ...row }) => ({
    ...row,
    name: `${campaignName}: ${name}`,
    audience: audience as unknown as Audience,
    isMarketing: messageClass === 'marketing',
  }));
}

/** Whom a broadcast would reach if its audience were fixed now; people who may get no mail are not counted. */
export async function peopleOfSend(db: TenantDb, send: PlannedSend, nowIso: string): Promise<RawBuilder<unknown>> {
  const { audience, isMarketing, topicId } = send;
  const { rows } = await audienceRows(db, { audience, isMarketing, topicId, nowIso });
  return sql`select distinct person_id from (${rows}) a where obstacle is null`;
}

/** Who gets something at a cast as things stand. */
export async function peopleOfCast(db: TenantDb, cast: Cast): Promise<RawBuilder<unknown>> {
  return sql`select person_id from (${await planCast(db, cast)}) c where outcome = 'gets'`;
}

/** People who stand at a step of a drip and are due in a span of time, and may be written to. */
export function peopleAtStep(at: StandingAt): RawBuilder<unknown> {
  const { dripId, version, step, waitsFor, goesTo, from, to } = at;
  return sql`
    select distinct d.person_id from drip_positions d
    join people p on p.tenant_id = d.tenant_id and p.id = d.person_id and p.erased_at is null
    where d.tenant_id = current_tenant() and d.drip_id = ${dripId} and d.ended_at is null and d.version = ${version}
      and d.step = ${step} and d.waits_for = ${waitsFor} and d.goes_to is not distinct from ${goesTo}::text
      and d.due_at >= ${from}::timestamptz and d.due_at < ${to}::timestamptz
      and sending_obstacle(p.email_key, p.email_status, p.consent, (select s.reason from suppressions s
        where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash), true) is null`;
}

/** Where people of a drip stand, and between which moments (ISO 8601) they go on. */
export interface StandingAt {
  dripId: string;
  version: number;
  step: string;
  waitsFor: string;
  goesTo: string | null;
  from: string;
  to: string;
}

/** How many people are in two or more of these relations of `person_id`. */
export async function countHitTwice(db: TenantDb, reached: readonly RawBuilder<unknown>[]): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from (
      select person_id from (${sql.join([...reached], sql` union all `)}) hit group by person_id having count(*) > 1) twice`.execute(
    db,
  );
  return rows[0]?.people ?? 0;
}
