import { withTenant } from '../db/connection.ts';
import { claimDigests, findMemberAddress, settleDigest } from '../db/queries/notifications.ts';
import { digestMail } from '../domain/notifications/notification.ts';
import { stepKindWords } from '../domain/drips/steps.ts';
import type { ActivityDeps } from './deps.ts';
import { within } from './within.ts';

/** A mail server that has not taken a mail after this long (milliseconds) is tried again another time. */
const patienceMs = 10_000;

/**
 * Says to owners by mail what they have not seen: one mail for everything that came together, at most one an hour. What is being said
 * is held, and marked once the mail server has it: a worker that dies in between says it twice rather than never. Where the server is
 * away, and from the moment `until` of the process's clock (milliseconds) on, it is given back and said with a later round.
 */
export async function mailOwners(
  { database, directory, log, systemMail }: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'systemMail'>,
  { tenantId, nowIso, until }: { tenantId: string; nowIso: string; until: number },
): Promise<void> {
  if (!systemMail) return;
  const { tenantName, digests } = await withTenant(database.db, tenantId, async (db) => ({
    tenantName: (await db.selectFrom('tenants').select('name').executeTakeFirst())?.name ?? '',
    digests: await claimDigests(db, nowIso),
  }));
  const settle = (ids: readonly string[], at: string | null) =>
    withTenant(database.db, tenantId, (db) => settleDigest(db, ids, at));
  for (const { userId, ids, lines } of digests) {
    if (Date.now() > until) {
      await settle(ids, null);
      continue;
    }
    const to = await findMemberAddress(directory.db, { tenantId, userId });
    const named = lines.map((line) => ({ ...line, stepName: line.stepName || stepKindWords.notifyOwner }));
    const mail = digestMail(named, { tenantName, url: `${systemMail.publicUrl}/notifications` });
    try {
      // Who has left is told nothing.
      if (to) await within(patienceMs, systemMail.send({ to, ...mail }));
      await settle(ids, nowIso);
    } catch {
      // The error may hold the address.
      log.warn({ tenant: tenantId }, 'an owner could not be told by mail; it is tried again');
      await settle(ids, null);
    }
  }
}
