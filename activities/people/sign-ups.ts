import { withTenant, type TenantDb } from '../../db/connection.ts';
import { contentHash } from '../../db/queries/approvals/content-hash.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { findSignUpMessage, findSignUpSender } from '../../db/queries/sign-ups/message.ts';
import { countNewSignUps, enqueueConfirmations, failNewSignUps } from '../../db/queries/sign-ups/sign-ups.ts';
import { hasBlocking } from '../../domain/content/finding.ts';
import { batchSize, priorities } from '../../domain/outbox/message.ts';
import { confirmationContent } from '../../domain/sign-ups/confirmation-content.ts';
import { buildEdition } from '../../mail/edition.ts';
import type { SignUpsRef } from '../../workflows/people/sign-ups.ts';
import type { ActivityDeps } from '../deps.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** The activities of sign-ups. */
export function createSignUpActivities(deps: Pick<ActivityDeps, 'database' | 'temporal' | 'log'>) {
  return {
    /** Enqueues a confirmation for each sign-up that waits for one, and wakes the outbox. Doing it again does nothing. */
    async askForConfirmation({ tenantId }: SignUpsRef): Promise<{ asked: number; left: number }> {
      const round = await withTenant(deps.database.db, tenantId, async (db) => {
        if ((await countNewSignUps(db)) === 0) return { asked: 0, left: 0 };
        const built = await buildConfirmation(db);
        if (!built) {
          deps.log.warn(
            { tenant: tenantId },
            'nobody can be asked to confirm: no sender, or the message cannot be built',
          );
          await failNewSignUps(db);
          return { asked: 0, left: 0 };
        }
        const asked = await enqueueConfirmations(db, {
          ...built,
          priority: priorities.transactional,
          limit: batchSize,
        });
        return { asked, left: await countNewSignUps(db) };
      });
      if (round.asked > 0) await wake(deps.temporal, tenantId);
      return round;
    },
  };
}

/** The activities of sign-ups, as workflows see them. */
export type SignUpActivities = ReturnType<typeof createSignUpActivities>;

/** The edition that asks for confirmation as it is written now; null where it cannot be sent. */
async function buildConfirmation(db: TenantDb): Promise<{ sourceId: string; editionId: string } | null> {
  const message = await findSignUpMessage(db);
  const sender = await findSignUpSender(db, message.senderId);
  if (!sender) return null;
  const content = confirmationContent(message);
  const tenant = await db.selectFrom('tenants').select(['name', 'postalAddress']).executeTakeFirstOrThrow();
  const source = { content, tenant, campaign: { name: '', utmId: null }, utm: false as const, asksToConfirm: true };
  const { findings, ...edition } = await buildEdition(source);
  if (hasBlocking(findings)) return null;
  const values = {
    variantId: message.id,
    messageClass: content.messageClass,
    fromName: sender.name,
    fromAddress: sender.address,
    replyTo: sender.replyTo,
    senderId: sender.id,
    campaignName: '',
    ...edition,
  };
  return { sourceId: message.id, editionId: await insertEdition(db, { ...values, contentHash: contentHash(values) }) };
}
