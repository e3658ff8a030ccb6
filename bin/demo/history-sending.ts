import { sql } from 'kysely';
import { makeDkimKey } from '../../api/routes/senders/dkim-key.ts';
import type { TenantDb } from '../../db/connection.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import { insertSendingDomain } from '../../db/queries/senders/sending-domains.ts';
import { saveWarmUp } from '../../db/queries/deliverability/warm-ups.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { DkimAlgorithm } from '../../domain/senders/sender.ts';
import { usualPlan } from '../../domain/senders/warm-up-plan.ts';

/**
 * A second sender with a domain of its own that is being set up: its records are looked for in DNS for real, and are not there. It is
 * in its third day of warm-up.
 */
export async function seedSending(db: TenantDb, ring: KeyRing): Promise<void> {
  const domain = 'letters.northwind.demo';
  const keys = await Promise.all(DkimAlgorithm.options.map((algorithm) => makeDkimKey(ring, algorithm)));
  const made = await insertSendingDomain(db, { domain, keys });
  const senderId = await insertSender(db, {
    name: 'Northwind Warehouse Letters',
    address: `letters@${domain}`,
    replyTo: null,
    ratePerSecond: null,
  });
  if (!made || !senderId) return;
  const startedOn = new Date(Date.now() - 2 * 24 * 3600_000).toISOString().slice(0, 10);
  await saveWarmUp(db, { senderId, plan: [...usualPlan], startedOn, startsAt: '09:00' });
  const hosts = { returnPathHost: `bounce.${domain}`, trackingHost: `links.${domain}` };
  // Overdue, so that housekeeping has it looked at as soon as everything runs.
  await db
    .updateTable('sendingDomains')
    .set({ ...hosts, nextCheckAt: sql<Date>`now() - interval '1 hour'` })
    .where('id', '=', made.id)
    .execute();
}
