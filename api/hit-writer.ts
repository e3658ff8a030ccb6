import type { Db } from '../db/connection.ts';
import { recordHits, type NewHit, type RecordedHit } from '../db/queries/tracking.ts';
import { DomainError } from '../domain/errors.ts';

/** A hit as a request brings it; when it came in is noted by the writer. */
export type IncomingHit = Omit<NewHit, 'agoMs'>;

interface Waiting {
  hit: IncomingHit;
  since: number;
  resolve: (recorded: RecordedHit | null) => void;
  reject: (error: unknown) => void;
}

/** Hits in one statement; more wait for the next. */
const batchSize = 250;
/** Statements of a tenant under way at once: while one waits for the disk the next goes on, and Postgres commits them together. */
const lanes = 3;
/** More than this waiting in a process is more than the database takes: the rest is refused rather than kept in memory. */
const mostWaiting = 10_000;

interface Queue {
  waiting: Waiting[];
  busy: number;
}

/**
 * Writes hits in groups: those that come in while a tenant's lanes are busy go together with the next statement. A hit is
 * answered after its commit; null where the tenant has no such message. `onRecorded` hears of every commit.
 */
export function createHitWriter(db: Db, onRecorded: (tenantId: string) => void) {
  const queues = new Map<string, Queue>();
  let waiting = 0;

  async function drain(tenantId: string, queue: Queue): Promise<void> {
    queue.busy += 1;
    while (queue.waiting.length > 0) {
      const batch = queue.waiting.splice(0, batchSize);
      waiting -= batch.length;
      await write(tenantId, batch);
    }
    queue.busy -= 1;
    if (queue.busy === 0) queues.delete(tenantId);
  }

  async function write(tenantId: string, batch: Waiting[]): Promise<void> {
    const now = performance.now();
    try {
      const recorded = await recordHits(
        db,
        tenantId,
        batch.map(({ hit, since }) => ({ ...hit, agoMs: now - since })),
      );
      batch.forEach((one, place) => one.resolve(recorded[place] ?? null));
      onRecorded(tenantId);
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }

  return (tenantId: string, hit: IncomingHit): Promise<RecordedHit | null> => {
    if (waiting >= mostWaiting)
      throw new DomainError('unavailable', 'Too much is coming in at once. Try again in a moment.');
    waiting += 1;
    return new Promise((resolve, reject) => {
      const queue = queues.get(tenantId) ?? { waiting: [], busy: 0 };
      queues.set(tenantId, queue);
      queue.waiting.push({ hit, since: performance.now(), resolve, reject });
      if (queue.busy < lanes) void drain(tenantId, queue);
    });
  };
}
