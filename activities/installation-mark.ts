import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/connection.ts';
import { advanceInstallationMark } from '../db/queries/installation/mark.ts';
import type { InstallationMark } from '../domain/installation/mark.ts';
import { housekeepingId, rememberMark } from '../workflows/tenants/housekeeping.ts';

/** Moves the installation's mark on before messages go out. */
export interface MarkKeeper {
  /**
   * Call before a batch is sent. Resolves when the database has moved on and Temporal remembers it, so that a copy of the database
   * made before is known for one. Throws (and has the kill switch on) where the database is such a copy.
   */
  advance: () => Promise<void>;
}

/** A mark this young covers the next batch too: it bounds what the mark costs, in writes and in events. */
const youngMs = 1000;

/** Makes the keeper of a process. Calls that come together share one step. */
export function createMarkKeeper(deps: { database: Database; temporal: Client; log: Logger }): MarkKeeper {
  const { database, temporal, log } = deps;
  let known: InstallationMark | null = null;
  let advancedAt = 0;
  let step: Promise<void> | null = null;

  async function take(): Promise<void> {
    const { mark, restored } = await advanceInstallationMark(database.db, known);
    known = mark;
    if (restored) {
      log.error({ mark }, `sending was stopped for the whole installation: ${restored}`);
      throw new Error(restored);
    }
    await temporal.workflow.getHandle(housekeepingId).signal(rememberMark, mark);
    advancedAt = Date.now();
  }

  return {
    advance: async () => {
      if (Date.now() - advancedAt < youngMs) return;
      step ??= take().finally(() => (step = null));
      await step;
    },
  };
}
