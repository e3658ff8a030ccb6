import { withTenant } from '../db/connection.ts';
import { claimDigests, findMemberAddress, unclaimDigest } from '../db/queries/notifications.ts';
import { digestMail } from '../domain/notifications/notification.ts';
import { stepKindWords } from '../domain/drips/steps.ts';
import type { ActivityDeps } from './deps.ts';

/**
 * Says to owners by mail what they have not seen: one mail for everything that came together, at most one an hour. What is claimed is
 * not said twice; where the mail server is away it is given back and said with a later round.
 */
export async function mailOwners(
  { database, directory, log, systemMail }: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'systemMail'>,
  { tenantId, nowIso }: { tenantId: string; nowIso: string },
): Promise<void> {
  if (!systemMail) return;
  const { tenantName, digests } = await withTenant(database.db, tenantId, async (db) => ({
    tenantName: (await db.selectFrom('tenants').select('name').executeTakeFirst())?.name ?? '',
    digests: await claimDigests(db, nowIso),
  }));
  for (const { userId, ids, lines } of digests) {
    const to = await findMemberAddress(directory.db, { tenantId, userId });
    // Who has left is told nothing.
    if (!to) continue;
    const named = lines.map((line) => ({ ...line, stepName: line.stepName || stepKindWords.notifyOwner }));
    try {
      await systemMail.send({ to, ...digestMail(named, { tenantName, url: `${systemMail.publicUrl}/notifications` }) });
    } catch {
      // The error may hold the address.
      log.warn({ tenant: tenantId }, 'an owner could not be told by mail; it is tried again');
      await withTenant(database.db, tenantId, (db) => unclaimDigest(db, ids));
    }
  }
}
