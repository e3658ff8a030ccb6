import type { TenantDb } from '../../db/connection.ts';
import type { Consequences } from '../../db/queries/next-actions/acts.ts';
import type { Cause } from '../../db/queries/next-actions/work.ts';
import { closeNextActions, settleNextActions, takeWaits } from '../../db/queries/next-actions/next-actions.ts';
import { nextCause, followUpCause } from '../../domain/next-actions/cause.ts';
import { decideFor } from './decide.ts';

/**
 * Looks at people, in the caller's transaction: writes what came of what was done for them, ends what is over, and decides anew where
 * something happened, where a wait has ended or where nothing came of the last action. Looking twice changes nothing the second time.
 */
export async function lookAtPeople(
  db: TenantDb,
  { personIds, causes, nowIso }: { personIds: readonly string[]; causes: readonly Cause[]; nowIso: string },
): Promise<Consequences> {
  const about = { personIds, nowIso };
  const settled = await settleNextActions(db, about);
  await closeNextActions(db, about);
  const again = (await takeWaits(db, about)).flatMap(({ personId, campaignId, cause }): Cause[] => {
    const next = nextCause(cause);
    return next ? [{ personId, campaignId, cause: next }] : [];
  });
  const followUps = settled
    .filter(({ isFollowed }) => isFollowed)
    .map(({ id, personId, campaignId }): Cause => ({ personId, campaignId, cause: followUpCause(id) }));
  // What happened goes before what time brought: of several causes of a person the last one is decided by.
  return decideFor(db, [...again, ...followUps, ...causes], nowIso);
}
