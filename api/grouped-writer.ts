import { isDataFault } from '../db/data-fault.ts';
import { DomainError } from '../domain/errors.ts';

/** How a grouped writer writes. */
export interface GroupedWriting<Item, Answer> {
  /** Writes some items of a tenant in one statement and answers each, in the same order. */
  write: (tenantId: string, items: { item: Item; since: number }[]) => Promise<Answer[]>;
  /** How many rows an item is. */
  rowsOf: (item: Item) => number;
  /** Rows in one statement; more wait for the next. A single item may be more than this. */
  mostRows: number;
  /** Hears of every commit. */
  onWritten: (tenantId: string) => void;
}

interface Waiting<Item, Answer> {
  item: Item;
  since: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

interface Queue<Item, Answer> {
  waiting: Waiting<Item, Answer>[];
  busy: number;
}

/** Statements of a tenant under way at once: while one waits for the disk the next goes on, and Postgres commits them together. */
const lanes = 3;
/** More than this waiting in a process is more than the database takes: the rest is refused rather than kept in memory. */
const mostWaiting = 10_000;

/**
 * Writes in groups: what comes in while a tenant's lanes are busy goes together with the next statement. Whoever gave an item hears of it
 * after its commit. `since` is when it was given, by `performance.now()`.
 */
export function createGroupedWriter<Item, Answer>(how: GroupedWriting<Item, Answer>) {
  const queues = new Map<string, Queue<Item, Answer>>();
  let waiting = 0;

  async function drain(tenantId: string, queue: Queue<Item, Answer>): Promise<void> {
    queue.busy += 1;
    while (queue.waiting.length > 0) {
      const batch = takeBatch(queue.waiting, how);
      waiting -= batch.length;
      await write(tenantId, batch);
    }
    queue.busy -= 1;
    if (queue.busy === 0) queues.delete(tenantId);
  }

  async function write(tenantId: string, batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await how.write(tenantId, batch);
      batch.forEach((one, place) => one.resolve(answers[place]!));
      how.onWritten(tenantId);
    } catch (error) {
      if (batch.length === 1 || !isDataFault(error)) for (const one of batch) one.reject(error);
      // One bad item must not make the others fail.
      else for (const one of batch) await write(tenantId, [one]);
    }
  }

  return (tenantId: string, item: Item): Promise<Answer> => {
    if (waiting >= mostWaiting)
      throw new DomainError('unavailable', 'Too much is coming in at once. Try again in a moment.');
    waiting += 1;
    return new Promise((resolve, reject) => {
      const queue = queues.get(tenantId) ?? { waiting: [], busy: 0 };
      queues.set(tenantId, queue);
      queue.waiting.push({ item, since: performance.now(), resolve, reject });
      if (queue.busy < lanes) void drain(tenantId, queue);
    });
  };
}

function takeBatch<Item, Answer>(
  waiting: Waiting<Item, Answer>[],
  { rowsOf, mostRows }: Pick<GroupedWriting<Item, Answer>, 'rowsOf' | 'mostRows'>,
): Waiting<Item, Answer>[] {
  let [count, rows] = [1, rowsOf(waiting[0]!.item)];
  while (count < waiting.length && rows + rowsOf(waiting[count]!.item) <= mostRows) {
    rows += rowsOf(waiting[count]!.item);
    count += 1;
  }
  return waiting.splice(0, count);
}
