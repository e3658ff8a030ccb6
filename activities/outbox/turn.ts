import { isAnotherWaiting } from '../../db/queries/outbox/open-work.ts';
import type { ActivityDeps } from '../deps.ts';

/** How long a lane may go on. */
export interface Turn {
  /** Aborted when its turn is over: it ends its window and gives its batch and its slot back. */
  signal: AbortSignal;
  close: () => void;
}

/** How often a lane asks whether another tenant waits; for as long it goes on in any case, so that turns get something done. */
const askEveryMs = 500;

/**
 * Opens the turn of a lane: it lasts until it is stopped, or another tenant waits for a lane and has none. Somebody who sends to a hundred
 * thousand would keep all slots for as long as lanes live, and whoever sends to fifty wait for that.
 */
export function openTurn(
  { directory, log }: Pick<ActivityDeps, 'directory' | 'log'>,
  { tenantId, stop }: { tenantId: string; stop: AbortSignal },
): Turn {
  const over = new AbortController();
  const ask = async () => {
    if (await isAnotherWaiting(directory.db, tenantId)) over.abort();
  };
  // Where it cannot be asked the lane has its whole time.
  const timer = setInterval(
    () => void ask().catch((error: unknown) => log.debug({ err: error }, 'who waits was not read')),
    askEveryMs,
  );
  return { signal: AbortSignal.any([stop, over.signal]), close: () => clearInterval(timer) };
}
