import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

/** What stored answers are sealed for. */
export const answerPurpose = 'idempotency_keys.body_sealed';

/** A request that carries an Idempotency-Key: the key, a hash of what was asked, and the claim of the process that answers. */
export interface KeyedRequest {
  key: string;
  requestHash: string;
  claim: string;
}

/** An answer that was given and is given again. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  bodySealed: string | null;
  /** The hash of all that was uploaded; null for what is no upload. */
  contentHash: string | null;
}

/** What is known of a key: this request may run, another one runs, it was another request, or it was answered. */
export type KeyClaim =
  | { kind: 'claimed'; creationId: string }
  | { kind: 'inFlight' }
  | { kind: 'otherRequest' }
  | { kind: 'answered'; answer: StoredAnswer };

const claimSeconds = 30;
const untilThen = sql<Date>`now() + make_interval(secs => ${sql.lit(claimSeconds)})`;

/** Takes the key for this request; a claim that ran out (its process died) is taken over. */
export async function claimIdempotencyKey(db: TenantDb, request: KeyedRequest): Promise<KeyClaim> {
  const claimed = await db
    .insertInto('idempotencyKeys')
    .values({ ...request, claimedUntil: untilThen })
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'key'])
        .doUpdateSet({ claim: request.claim, claimedUntil: untilThen })
        .where('idempotencyKeys.status', 'is', null)
        .where('idempotencyKeys.claimedUntil', '<', sql<Date>`now()`)
        .where('idempotencyKeys.requestHash', '=', request.requestHash),
    )
    .returning('creationId')
    .executeTakeFirst();
  if (claimed) return { kind: 'claimed', creationId: claimed.creationId };
  const known = await db.selectFrom('idempotencyKeys').selectAll().where('key', '=', request.key).executeTakeFirst();
  if (!known) return { kind: 'inFlight' };
  if (known.requestHash !== request.requestHash) return { kind: 'otherRequest' };
  if (known.status === null) return { kind: 'inFlight' };
  const headers = (known.headers ?? {}) as Record<string, string>;
  const { status, bodySealed, contentHash } = known;
  return { kind: 'answered', answer: { status, headers, bodySealed, contentHash } };
}

/** Keeps the claim alive while the request is still being answered. */
export async function extendIdempotencyClaim(db: TenantDb, request: KeyedRequest): Promise<void> {
  await ownClaim(db, request).set({ claimedUntil: untilThen }).execute();
}

/** Stores the answer for every later request with this key. */
export async function storeIdempotentAnswer(db: TenantDb, request: KeyedRequest, answer: StoredAnswer): Promise<void> {
  await ownClaim(db, request)
    .set({ ...answer, answeredAt: sql<Date>`now()` })
    .execute();
}

/** Ends the claim without an answer, so that the next request with this key runs (with the same creation id). */
export async function releaseIdempotencyKey(db: TenantDb, request: KeyedRequest): Promise<void> {
  await ownClaim(db, request)
    .set({ claimedUntil: sql<Date>`'-infinity'` })
    .execute();
}

/** Forgets keys made before `before`; returns how many. */
export async function deleteIdempotencyKeysBefore(db: TenantDb, before: Date): Promise<number> {
  const result = await db.deleteFrom('idempotencyKeys').where('createdAt', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}

function ownClaim(db: TenantDb, { key, claim }: KeyedRequest) {
  return db
    .updateTable('idempotencyKeys')
    .where('key', '=', key)
    .where('claim', '=', claim)
    .where('status', 'is', null);
}
