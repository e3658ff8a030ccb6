import type { TenantDb } from '../../../db/connection.ts';
import { findMissingSegment } from '../../../db/queries/broadcasts/audience-segments.ts';
import type { Audience } from '../../../domain/broadcasts/audience.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';

/**
 * What an audience names and what is not there any more, as in a copy of a campaign that was over: nobody would be left out by a list that
 * is gone, and everybody on it would get the message.
 */
export async function missingFindings(db: TenantDb, audience: Audience): Promise<Finding[]> {
  const listIds = [...audience.listIds, ...audience.excludeListIds];
  const lists =
    listIds.length > 0 ? await db.selectFrom('lists').select('id').where('id', 'in', listIds).execute() : [];
  const isGone = {
    list: listIds.some((id) => !lists.some((list) => list.id === id)),
    segment: (await findMissingSegment(db, [...audience.segmentIds, ...audience.excludeSegmentIds])) !== undefined,
  };
  return (['list', 'segment'] as const)
    .filter((what) => isGone[what])
    .map((what) => ({
      severity: 'blocking',
      code: `missing_${what}`,
      message: `The audience names a ${what} that is not there any more. Take it out, and see who gets the message then.`,
      where: 'audience',
    }));
}
