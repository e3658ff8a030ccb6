import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { findRule } from '../../db/queries/drips/definitions.ts';
import { leaveWhereDone, listExitTests, type AboutToGo, type ExitTest } from '../../db/queries/drips/exits.ts';
import { listZones } from '../../db/queries/outbox/automated.ts';
import type { LeasedBatch, OutboxSql } from '../../db/queries/outbox/lease.ts';
import { findSendingTenant, type SendingTenant } from '../../db/queries/outbox/tenant.ts';
import type { EditionOfBatch } from '../../db/queries/outbox/window.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { nextOpening } from '../../domain/drips/opening.ts';

/** What is asked of messages that nobody sends at a moment of their choosing (drips, nurture, next best actions) before they go. */
export interface AutomatedGate {
  /** The messages of a window that may go at this hour; the others are handed to `wait` with the seconds until they may. */
  admit: (
    batch: LeasedBatch,
    window: EditionOfBatch,
    wait: (messageIds: string[], seconds: number) => void,
  ) => Promise<string[]>;
  /** What ends a drip for the people of some messages, for the claim to ask; nothing where they are not a drip's. */
  exitsOf: (batch: LeasedBatch, messageIds: string[]) => Promise<ExitTest[]>;
  /** Lets those leave the drip whose messages the claim skipped because of that. */
  leave: (batch: LeasedBatch, messageIds: string[]) => Promise<void>;
}

const automated = new Set(['drip', 'nurture', 'nba']);
/** Where the hours never open, it is looked at again tomorrow: somebody may have changed them. */
const neverSeconds = 24 * 3600;

/** Opens the gate of one lane. For a broadcast it costs nothing. */
export function openAutomatedGate(lane: {
  database: Database;
  tenant: SendingTenant;
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  clock: () => Date;
}): AutomatedGate {
  const { database, tenant, inTenant, clock } = lane;
  const rules = new Map<string, DripDefinition | undefined>();

  return {
    async admit(batch, window, wait) {
      if (!automated.has(batch.sourceKind)) return window.messageIds;
      return window.isMarketing ? withinHours(batch, window.messageIds, wait) : window.messageIds;
    },
    exitsOf: async (batch, messageIds) => (await inDrip(batch, messageIds, listExitTests)) ?? [],
    leave: async (batch, messageIds) => {
      if (messageIds.length > 0) await inDrip(batch, messageIds, leaveWhereDone);
    },
  };

  async function withinHours(
    { sendWindow }: LeasedBatch,
    ids: string[],
    wait: (messageIds: string[], seconds: number) => void,
  ): Promise<string[]> {
    // Asked anew: hours that somebody has changed meanwhile hold for what a lane has before it, too.
    const [zones, { quiet, timeZone: tenantZone }] = await inTenant((sql) =>
      Promise.all([listZones(sql, ids), findSendingTenant(sql)]),
    );
    if (!quiet && !sendWindow) return ids;
    const nowIso = clock().toISOString();
    const byZone = new Map<string, string[]>();
    for (const id of ids) {
      const zone = zones.get(id) ?? tenantZone;
      byZone.set(zone, [...(byZone.get(zone) ?? []), id]);
    }
    const held = new Set<string>();
    for (const [zone, messageIds] of byZone) {
      const opening = nextOpening(nowIso, { window: sendWindow, quiet, zone, tenantZone });
      if (opening === nowIso) continue;
      const seconds = opening ? Math.ceil((Date.parse(opening) - Date.parse(nowIso)) / 1000) : neverSeconds;
      wait(messageIds, seconds);
      for (const id of messageIds) held.add(id);
    }
    return ids.filter((id) => !held.has(id));
  }

  async function inDrip<T>(
    { sourceKind, partId: dripId }: LeasedBatch,
    messageIds: string[],
    work: (db: TenantDb, about: AboutToGo) => Promise<T>,
  ): Promise<T | undefined> {
    if (sourceKind !== 'drip' || dripId === null) return undefined;
    return withTenant(database.db, tenant.tenantId, (db) =>
      work(db, {
        dripId,
        messageIds,
        nowIso: clock().toISOString(),
        ruleOf: async (number) => {
          const key = `${dripId} ${number}`;
          if (!rules.has(key)) rules.set(key, await findRule(db, { dripId, number }));
          return rules.get(key);
        },
      }),
    );
  }
}
