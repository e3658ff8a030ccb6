import { randomUUID } from 'node:crypto';
import { withTenant, type Database } from '../db/connection.ts';
import { insertAudience, releaseBatches } from '../db/queries/broadcasts/freeze.ts';
import { findBroadcast, markBroadcast } from '../db/queries/broadcasts/broadcasts.ts';
import { insertEdition } from '../db/queries/content/editions.ts';
import { inOneTrip, leaseBatch, withTenantSql, type LeasedBatch, type OutboxSql } from '../db/queries/outbox/lease.ts';
import { markWindow, type Moved, type WindowOutcome } from '../db/queries/outbox/mark.ts';
import { claimWindow, listQueued, lockBatch, type Recipient, type WindowClaim } from '../db/queries/outbox/window.ts';
import type { TestDatabase } from './database.ts';
import { createTestCampaign, type TestCampaign, type TestCampaignOptions } from './factories/campaigns.ts';

/** When everything of `openTestOutbox` happens. */
export const now = '2026-06-01T09:00:00.000Z';

/** Runs statements in a tenant. */
export type Run = <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;

/** A window of which nothing became anything: what a test marks is put into it. */
export const nothing = {
  nowIso: now,
  claimedAtIso: now,
  senderDomain: 'acme.example',
  receivers: new Map<string, string>(),
  sent: [],
  failed: [],
  requeued: [],
  uncertain: [],
  tellsOfSent: false,
  isMarketing: true,
};

/** The edition of a message without words, as freezing an audience needs one. */
export const plainEdition = (variantId: string, senderId: string) => ({
  variantId,
  contentHash: 'x',
  messageClass: 'marketing' as const,
  fromName: 'Acme',
  fromAddress: 'news@acme.example',
  replyTo: null,
  senderId,
  campaignName: 'Spring',
  subject: 'Spring',
  preheader: '',
  html: '',
  text: '',
  links: [],
});

type Claim = Pick<WindowClaim, 'batchId' | 'leaseId' | 'messageIds'> & Partial<WindowClaim>;

/** The outbox as lanes use it, on a test's database, statement by statement. */
export function openTestOutbox(database: TestDatabase, app: Database) {
  /** A running campaign whose audience is frozen and released. */
  async function frozen(options: TestCampaignOptions = {}): Promise<TestCampaign & { run: Run }> {
    const campaign = await createTestCampaign(database, { status: 'running', ...options });
    await withTenant(app.db, campaign.tenantId, async (db) => {
      const broadcast = await findBroadcast(db, campaign.broadcastId);
      const editionId = await insertEdition(db, plainEdition(broadcast!.variant.id, campaign.senderId));
      await insertAudience(db, {
        ...campaign,
        editionId,
        audience: broadcast!.audience,
        isMarketing: true,
        nowIso: now,
        priority: 5,
      });
      await markBroadcast(db, { id: campaign.broadcastId, from: ['draft'], to: 'sending', values: { frozenAt: now } });
      await releaseBatches(db, campaign.broadcastId, now);
    });
    return { ...campaign, run: (work) => withTenantSql(app.sql, campaign.tenantId, work) };
  }

  /** The next batch, leased, and what of it may be sent. */
  async function leased(run: Run): Promise<{ leaseId: string; batch: LeasedBatch | null; messageIds: string[] }> {
    const leaseId = randomUUID();
    const batch = await run((sql) => leaseBatch(sql, { leaseId, leaseSeconds: 60, nowIso: now }));
    const editions = batch ? await run((sql) => listQueued(sql, batch.id)) : [];
    return { leaseId, batch, messageIds: editions.flatMap((edition) => edition.messageIds) };
  }

  /** Claims a window as a lane does. */
  async function claim(tenantId: string, window: Claim): Promise<Recipient[]> {
    const all = {
      nowIso: now,
      isMarketing: true,
      needsMore: false,
      windowNo: 1,
      leaseSeconds: 60,
      ...window,
    };
    const results = await inOneTrip(app.line(), tenantId, (sql) => [lockBatch(sql, all), claimWindow(sql, all)]);
    return results[1] as Recipient[];
  }

  /** Marks a window as a lane does; what moved, by name. */
  async function mark(tenantId: string, outcome: WindowOutcome): Promise<Record<string, number>> {
    const results = await inOneTrip(app.line(), tenantId, (sql) => [
      lockBatch(sql, outcome),
      ...markWindow(sql, outcome),
    ]);
    return Object.fromEntries((results.slice(1) as Moved[][]).flat().map(({ name, moved }) => [name, moved]));
  }

  return { frozen, leased, claim, mark };
}
