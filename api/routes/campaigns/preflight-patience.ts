import { withTenant, type TenantDb } from '../../../db/connection.ts';
import type { AudienceInput } from '../../../db/queries/broadcasts/audience.ts';
import { patienceMs, patiently } from '../../../db/queries/segments/preview.ts';
import { DomainError } from '../../../domain/errors.ts';
import { together } from './preflight-once.ts';

/** Where to ask, and for whom. */
export interface AskedIn {
  db: Parameters<typeof withTenant>[0];
  tenantId: string;
}

/** An audience with how many of it would get the message. */
export interface Counted {
  input: AudienceInput;
  recipients: number;
}

/** How long one question goes on once it was found to be slow, whatever it is asked of. */
const onceSlowMs = 3 * patienceMs;

/** What is found in a transaction of its own; null where it takes longer than somebody waits: a hint is worth no page that does not come. */
export async function unlessSlow<T>({ db, tenantId }: AskedIn, work: (db: TenantDb) => Promise<T>): Promise<T | null> {
  try {
    return await withTenant(db, tenantId, (db) => patiently(db, null, () => work(db)));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/**
 * Asks about the people of audiences, several at once, those with the fewest people first. What is slow of several is asked of each, so
 * that a few people have their answer beside everybody; null is what stays slow, and what there is no more time for.
 */
export async function togetherUnlessSlow<Answer>(
  where: AskedIn,
  of: readonly Counted[],
  count: (db: TenantDb, inputs: readonly AudienceInput[]) => Promise<Answer[]>,
): Promise<(input: AudienceInput) => Answer | null> {
  let until = Infinity;
  async function ask(some: readonly AudienceInput[]): Promise<(Answer | null)[]> {
    if (Date.now() > until) return some.map(() => null);
    const found = await unlessSlow(where, (db) => count(db, some));
    if (found) return found;
    until = Math.min(until, Date.now() + onceSlowMs);
    const alone: (Answer | null)[] = [];
    for (const input of some) alone.push(some.length === 1 ? null : (await ask([input]))[0]!);
    return alone;
  }
  const bySize = [...of].sort((a, b) => a.recipients - b.recipients);
  return together<AudienceInput, Answer | null>(
    bySize.map(({ input }) => input),
    ask,
  );
}
