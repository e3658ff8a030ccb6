import type { Client } from '@temporalio/client';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { requestLook } from '../../db/queries/drips/enrolments.ts';
import { findDrip } from '../../db/queries/drips/drips.ts';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaigns/lifecycle.ts';
import { dripWorkflowId, hurryDrip } from '../../workflows/drips/messages.ts';
import { outbox, wakeOutboxOptions } from '../../workflows/outbox.ts';
import { sampleSource } from '../sender/sample.ts';
import type { RunningSink } from '../sender/sink.ts';
import { insertBenchDrip, letIn, prepareRunning, prepareTenant } from './campaign.ts';

/** Where it is played; the workers are the caller's. */
export interface Arena {
  owner: Database;
  app: Database;
  client: Client;
  sink: RunningSink;
}

/** What became of the messages of one part. */
export interface PartOutcome {
  sent: number;
  skipped: Record<string, number>;
}

/** What came of it. `most` is the most that anybody got, `unexplained` counts messages that were skipped without a reason. */
export interface CompetitionReport {
  people: number;
  cap: number;
  seconds: number;
  parts: Record<'important' | 'ordinary' | 'broadcast', PartOutcome>;
  sent: number;
  most: number;
  peopleBelowCap: number;
  unexplained: number;
  duplicates: number;
  missing: number;
}

const cap = 2;

/**
 * Two drips, one of which goes before the other, and a broadcast want the same people at once, who may get two messages a week. Nothing
 * goes before all three have begun, so that which is first is decided by the product and not by who was started first.
 */
export async function playCompetition(
  arena: Arena,
  { people, steps }: { people: number; steps: number },
): Promise<CompetitionReport> {
  const { owner, app, client } = arena;
  const { tenantId, senderId, personIds } = await prepareTenant(arena, { people, capMessages: cap });
  const stop = (reason: string | null) => owner.sql`
    update tenants set sending_stopped_at = ${reason === null ? null : new Date()}, sending_stopped_reason = ${reason},
      sending_stopped_by = ${reason === null ? null : 'bench'}
    where tenant_id = ${tenantId}`;
  await stop('until all have begun');
  const drips = await withTenant(app.db, tenantId, async (db) => {
    const made = [];
    for (const priority of ['low', 'high'] as const) {
      const running = await prepareRunning(db, priority, (campaignId) =>
        insertBenchDrip(db, { campaignId, senderId, steps, unit: 'minutes', priority }),
      );
      made.push({ tenantId, campaignId: running.campaignId, dripId: running.filled });
    }
    return made;
  });
  const content = { ...sampleSource.content, senderId };
  const audience = { ...emptyAudience, everyone: true };
  const broadcast = await withTenant(app.db, tenantId, (db) =>
    prepareRunning(db, 'News', (campaignId) => insertBroadcast(db, { campaignId, name: 'News', audience, content })),
  );
  const ids = [...drips.map(({ campaignId }) => campaignId), broadcast.campaignId];
  for (const campaignId of ids) await client.workflow.start(campaignLifecycle, campaignStart({ tenantId, campaignId }));
  for (const drip of drips) {
    await until(
      async () => (await withTenant(app.db, tenantId, (db) => findDrip(db, drip.dripId)))?.status === 'running',
    );
    const nowIso = new Date().toISOString();
    await letIn({ app, client }, drip, { personIds, nowIso });
    // A drip rests after its first look; nothing is learned from waiting for that.
    await withTenant(app.db, tenantId, (db) => requestLook(db, drip.dripId, nowIso));
    await client.workflow.getHandle(dripWorkflowId(drip)).signal(hurryDrip);
  }
  const count = async (condition: 'queued' | 'settled') => {
    const [row] = await owner.sql<{ count: number }[]>`
      select count(*)::int as count from messages
      where tenant_id = ${tenantId} and (status in ('queued', 'sending')) = ${condition === 'queued'}`;
    return row!.count;
  };
  await until(async () => (await count('queued')) === people * 3);
  const began = performance.now();
  await stop(null);
  await client.workflow.signalWithStart(outbox, wakeOutboxOptions({ tenantId }));
  await until(async () => (await count('settled')) === people * (2 * steps + 1));
  const seconds = (performance.now() - began) / 1000;
  const [low, high] = drips as [(typeof drips)[0], (typeof drips)[0]];
  return report(arena, {
    tenantId,
    people,
    seconds,
    campaigns: { important: high.campaignId, ordinary: low.campaignId, broadcast: broadcast.campaignId },
  });
}

async function report(
  { owner, sink }: Arena,
  played: {
    tenantId: string;
    people: number;
    seconds: number;
    campaigns: Record<'important' | 'ordinary' | 'broadcast', string>;
  },
): Promise<CompetitionReport> {
  const { tenantId, people, seconds, campaigns } = played;
  const rows = await owner.sql<
    { id: string; personId: string; campaignId: string; status: string; reason: string | null }[]
  >`
    select m.id, m.person_id as "personId", b.campaign_id as "campaignId", m.status, m.reason
    from messages m join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id where m.tenant_id = ${tenantId}`;
  const outcomeOf = (campaignId: string): PartOutcome => {
    const own = rows.filter((row) => row.campaignId === campaignId);
    const skipped: Record<string, number> = {};
    for (const { status, reason } of own)
      if (status === 'skipped') skipped[reason ?? 'none'] = (skipped[reason ?? 'none'] ?? 0) + 1;
    return { sent: own.filter(({ status }) => status === 'sent').length, skipped };
  };
  const sent = rows.filter(({ status }) => status === 'sent');
  const perPerson = new Map<string, number>();
  for (const { personId } of sent) perPerson.set(personId, (perPerson.get(personId) ?? 0) + 1);
  const arrived = new Set((await sink.ids()).map((id) => id.replace(/^<|@.*$/g, '')));
  return {
    people,
    cap,
    seconds,
    parts: {
      important: outcomeOf(campaigns.important),
      ordinary: outcomeOf(campaigns.ordinary),
      broadcast: outcomeOf(campaigns.broadcast),
    },
    sent: sent.length,
    most: Math.max(...perPerson.values()),
    peopleBelowCap: people - [...perPerson.values()].filter((count) => count === cap).length,
    unexplained: rows.filter(({ status, reason }) => status === 'skipped' && !reason).length,
    duplicates: (await sink.report()).duplicates.length,
    missing: sent.filter(({ id }) => !arrived.has(id)).length,
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}
