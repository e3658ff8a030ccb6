import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors.ts';
import type { Auth } from './auth.ts';

/** How long a code may be right: the library takes that of the step before and after too, of half a minute each. */
const rightForMs = 120_000;

/**
 * Spends the code with which somebody signed in; false where it was spent before. A code of an app is right for a while, and whoever
 * saw it being typed must not come in with it as well (RFC 6238, 5.2).
 */
async function spendCode(auth: Auth, { userId, code }: { userId: string; code: string }): Promise<boolean> {
  const identifier = `totp-${userId}-${code}`;
  return auth.db.transaction().execute(async (db) => {
    // Two that come at once would not see each other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`second factor ${userId}`}, 0))`.execute(db);
    const spent = await db
      .selectFrom('verification')
      .select('id')
      .where('identifier', '=', identifier)
      .where('expiresAt', '>', sql<Date>`now()`)
      .executeTakeFirst();
    if (spent) return false;
    const now = new Date();
    const expiresAt = new Date(now.getTime() + rightForMs);
    await db
      .insertInto('verification')
      .values({ id: uuidv7(), identifier, value: userId, expiresAt, createdAt: now, updatedAt: now })
      .execute();
    return true;
  });
}

/**
 * Refuses a sign-in whose code was spent before, and ends the session that the library has begun for it. `body` is what was sent, `answer` the
 * library's own. Throws `unauthenticated`.
 */
export async function refuseSpentCode(auth: Auth, body = '', answer: Response): Promise<void> {
  const { code } = JSON.parse(body) as { code: string };
  const { token, user } = (await answer.json()) as { token: string; user: { id: string } };
  if (await spendCode(auth, { userId: user.id, code: code.replaceAll(/\D/g, '') })) return;
  await auth.db.deleteFrom('session').where('token', '=', token).execute();
  throw new DomainError('unauthenticated', 'This code has already been used. Wait for the next one, and use that.');
}
