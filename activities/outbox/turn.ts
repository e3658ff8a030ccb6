import { answerWait } from '../../db/queries/outbox/waits.ts';
import { withTenantSql } from '../../db/queries/outbox/lease.ts';
import { listWaiting } from '../../db/queries/outbox/open-work.ts';
import type { ActivityDeps } from '../deps.ts';

/** How long a lane may go on. */
export interface Turn {
  /** Aborted when its turn is over: it ends its window and gives its batch and its slot back. */
  signal: AbortSignal;
  /** Whether it gives way to another tenant. */
  givesWay: () => boolean;
  /** It has got something done, or found that it cannot: from now on it may be asked to give way. */
  note: () => void;
  close: () => void;
}

/** How often a lane asks whether another tenant waits. */
const askEveryMs = 500;

/**
 * Opens the turn of a lane: it lasts until it is stopped, or another tenant waits for a lane and none of theirs runs. Somebody who sends to
 * a hundred thousand would keep all slots for as long as lanes live, and whoever sends to fifty wait for that. One lane gives way to one
 * who waits, and none before it has got something done: where the database is slow too, turns are worth their while.
 */
export function openTurn(
  { directory, database, log }: Pick<ActivityDeps, 'directory' | 'database' | 'log'>,
  { tenantId, stop }: { tenantId: string; stop: AbortSignal },
): Turn {
  const over = new AbortController();
  let hasWorked = false;
  let timer: NodeJS.Timeout | undefined;
  const ask = async (): Promise<void> => {
    if (!hasWorked) return;
    for (const other of await listWaiting(directory.db, tenantId)) {
      if (!(await withTenantSql(database.sql, other, answerWait))) continue;
      return over.abort();
    }
  };
  const askLater = (): void => {
    timer = setTimeout(() => {
      // Where it cannot be asked the lane has its whole time.
      void ask()
        .catch((error: unknown) => log.debug({ err: error }, 'who waits was not read'))
        .then(() => timer && !over.signal.aborted && askLater());
    }, askEveryMs);
  };
  askLater();
  return {
    signal: AbortSignal.any([stop, over.signal]),
    givesWay: () => over.signal.aborted,
    note: () => void (hasWorked = true),
    close: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
