import { withTenant, type Database } from '../db/connection.ts';
import { findRule } from '../db/queries/drip-definitions.ts';
import { leaveWhereDone } from '../db/queries/drip-exits.ts';
import { listZones } from '../db/queries/outbox-automated.ts';
import type { LeasedBatch, OutboxSql } from '../db/queries/outbox-lease.ts';
import type { SendingTenant } from '../db/queries/outbox-tenant.ts';
import type { EditionOfBatch } from '../db/queries/outbox-window.ts';
import type { DripDefinition } from '../domain/drips/definition.ts';
import { nextOpening } from '../domain/drips/opening.ts';

/** What is asked of messages that nobody sends at a moment of their choosing (drips, nurture, next best actions) before they go. */
export interface AutomatedGate {
  /**
   * The messages of a window that may go at this hour; the others are handed to `wait` with the seconds until they may. Who has reached the goal
   * of a drip, or fulfils its exit rule, leaves it here: the claim that follows skips their message.
   */
  admit: (
    batch: LeasedBatch,
    window: EditionOfBatch,
    wait: (messageIds: string[], seconds: number) => void,
  ) => Promise<string[]>;
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
      const open = window.isMarketing ? await withinHours(batch, window.messageIds, wait) : window.messageIds;
      if (batch.sourceKind === 'drip' && batch.partId !== null && open.length > 0) await leaveDrip(batch.partId, open);
      return open;
    },
  };

  async function withinHours(
    { sendWindow }: LeasedBatch,
    ids: string[],
    wait: (messageIds: string[], seconds: number) => void,
  ): Promise<string[]> {
    const { quiet, timeZone: tenantZone } = tenant;
    if (!quiet && !sendWindow) return ids;
    const zones = await inTenant((sql) => listZones(sql, ids));
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

  async function leaveDrip(dripId: string, messageIds: string[]): Promise<void> {
    await withTenant(database.db, tenant.tenantId, (db) =>
      leaveWhereDone(db, {
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
