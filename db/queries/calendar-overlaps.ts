import { sql, type RawBuilder } from 'kysely';
import type { Audience } from '../../domain/broadcasts/audience.ts';
import type { TenantDb } from '../connection.ts';
import { audienceRows } from './audience.ts';

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

/** How many people would get two or more of these messages, as their audiences are now; those who may get none are not counted. */
export async function countHitTwice(db: TenantDb, sends: readonly PlannedSend[], nowIso: string): Promise<number> {
  const audiences: RawBuilder<unknown>[] = [];
  for (const { audience, isMarketing, topicId } of sends) {
    const { rows } = await audienceRows(db, { audience, isMarketing, topicId, nowIso });
    audiences.push(sql`select distinct person_id from (${rows}) a where obstacle is null`);
  }
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from (
      select person_id from (${sql.join(audiences, sql` union all `)}) hit group by person_id having count(*) > 1) twice`.execute(
    db,
  );
  return rows[0]?.people ?? 0;
}
