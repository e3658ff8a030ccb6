import { withTenant } from '../../db/connection.ts';
import { countAgain } from '../../db/queries/consent/mail-frequency.ts';
import {
  isHeldBack,
  leaseBatch,
  withTenantSql,
  type LeasedBatch,
  type OutboxSql,
} from '../../db/queries/outbox/lease.ts';
import { findSendingTenant } from '../../db/queries/outbox/tenant.ts';
import type { EditionOfBatch } from '../../db/queries/outbox/window.ts';
import { windowSize } from '../../domain/outbox/message.ts';
import type { ActivityDeps } from '../deps.ts';
import type { DrainResult } from './outbox.ts';
import { openAutomatedGate } from './automated.ts';
import { cargoOf } from './cargo.ts';
import { openComposer } from './composer.ts';
import { openConditionAsker } from './conditions.ts';
import { openContentChooser } from './content.ts';
import { giveUpDoubtful } from './doubtful.ts';
import { Later, leaseSeconds, type BatchRun, type LaneOptions, type LaneState } from './run.ts';
import { openThrottle, type Wait } from './throttle.ts';
import { giveBack } from './give-back.ts';
import { sendWindow } from './send-window.ts';
import { openProviderBook } from '../deliverability/mail-providers.ts';

/** One lane of a tenant's outbox: it holds at most one batch and has at most one window in flight. */
export interface Lane {
  /** Sends the next batch that is due; false where there is none. */
  drainNext: (stop: AbortSignal) => Promise<boolean>;
  /** Whether something is due that must not overtake what other lanes have. */
  isHeldBack: () => Promise<boolean>;
  result: () => DrainResult;
  /** When the first of what it has put off since this was asked last may go (ISO 8601); null: it put nothing off. */
  takeLaterAt: () => string | null;
}

/** Opens a lane. */
export async function openLane(deps: ActivityDeps, options: LaneOptions): Promise<Lane> {
  const inTenant = <T>(work: (sql: OutboxSql) => Promise<T>) =>
    withTenantSql(deps.database.sql, options.tenantId, work);
  // Where whoever set a limit ended before this was done.
  await withTenant(deps.database.db, options.tenantId, countAgain);
  const tenant = await inTenant(findSendingTenant);
  const opened = Date.now();
  const clock = options.clock ?? (() => new Date(Date.parse(options.now) + (Date.now() - opened)));
  const totals: DrainResult = { sent: 0, skipped: 0, failed: 0, deferred: 0, uncertain: 0, drainedBroadcasts: [] };
  const choose = openContentChooser({ database: deps.database, tenantId: options.tenantId, clock });
  const ask = openConditionAsker({ database: deps.database, tenantId: options.tenantId, clock });
  const composer = openComposer({ inTenant, tenant, mailer: deps.mailer, choose, ask });
  const providers = openProviderBook(deps.database, deps.domainChecks?.dns);
  const lane: LaneState = {
    ...options,
    deps,
    tenant,
    providers,
    clock,
    inTenant,
    line: deps.database.line(),
    totals,
    laterAt: null,
    composer,
    throttle: openThrottle({ database: deps.database, inTenant, providers, clock, timeZone: tenant.timeZone }),
    automated: openAutomatedGate({ database: deps.database, tenant, inTenant, clock }),
  };
  return {
    drainNext: (stop) => drainNext(lane, stop),
    isHeldBack: () => inTenant((sql) => isHeldBack(sql, clock().toISOString())),
    result: () => totals,
    takeLaterAt: () => {
      const { laterAt } = lane;
      lane.laterAt = null;
      return laterAt;
    },
  };
}

async function drainNext(lane: LaneState, stop: AbortSignal): Promise<boolean> {
  // A database that was restored is noticed here, before anything of it is sent.
  await lane.deps.marks?.advance();
  const taken = await lane.inTenant((sql) => takeBatch(lane, sql));
  if (!taken) return false;
  const run: BatchRun = {
    batch: taken.batch,
    cargo: cargoOf(taken.batch),
    later: new Later(),
    doubtful: [],
    unmarked: null,
    stopped: new Set(),
    windowNo: 0,
  };
  try {
    await sendAll(lane, run, { editions: taken.editions, stop });
  } catch (error) {
    // What is known of the last window is written down even so; only then is the fault anybody else's.
    await giveBack(lane, run).catch(() => {});
    await giveUpDoubtful(lane, run);
    throw error;
  }
  await giveBack(lane, run);
  await giveUpDoubtful(lane, run);
  return true;
}

/** Leases a batch and reads what of it may still be sent; what a lane that is gone had in flight is listed as uncertain first. */
async function takeBatch(
  lane: LaneState,
  sql: OutboxSql,
): Promise<{ batch: LeasedBatch; editions: EditionOfBatch[] } | null> {
  const { leaseId } = lane;
  const batch = await leaseBatch(sql, { leaseId, leaseSeconds, nowIso: lane.clock().toISOString() });
  if (!batch) return null;
  const cargo = cargoOf(batch);
  if (batch.lastLease) {
    const count = await cargo.markAbandoned(sql, batch, batch.lastLease);
    if (!cargo.isForSeeds) lane.totals.uncertain += count;
    if (count > 0)
      lane.deps.log.warn(
        { tenant: lane.tenantId, source: batch.sourceId, count },
        'messages of a lost worker are uncertain',
      );
  }
  return { batch, editions: await cargo.listQueued(sql, batch.id) };
}

/** Sends the batch window by window, until it is empty, held back, lost, or the lane is told to stop. */
async function sendAll(
  lane: LaneState,
  run: BatchRun,
  { editions, stop }: { editions: EditionOfBatch[]; stop: AbortSignal },
): Promise<void> {
  lane.throttle.begin(
    editions.flatMap(({ messageIds }) => messageIds),
    run.cargo.listDomains,
  );
  const wait: Wait = (ids, seconds, reason) => run.later.add(ids, seconds, reason);
  for (const edition of editions) {
    let left = edition.messageIds;
    while (left.length > 0) {
      if (stop.aborted) return;
      const messageIds = left.slice(0, windowSize);
      const isOpen = await sendWindow(lane, run, { ...edition, messageIds });
      lane.onWindow(lane.totals.sent);
      if (!isOpen) return;
      left = lane.throttle.passOver(left.slice(windowSize), wait);
    }
  }
}
