import type { TenantDb } from '../../../db/connection.ts';
import { findMissingSegment } from '../../../db/queries/broadcasts/audience-segments.ts';
import type { Audience } from '../../../domain/broadcasts/audience.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import type { FieldError } from '../../../domain/errors.ts';

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

/** What is gone, by the field that names it. What a custom attribute is called stands in its own message. */
const goneWords: Record<string, string> = {
  listId: 'a list that is not there any more',
  listIds: 'a list that is not there any more',
  segmentId: 'a segment that is not there any more',
  campaignId: 'a campaign that is not there any more',
  sourceId: 'a message that is not there any more',
  stageIds: 'a stage of the pipeline that is not there any more',
  statusIds: 'a member status that is not there any more',
  statusId: 'a member status that the type of the campaign does not have',
  senderId: 'a sender that is not there any more',
  topicId: 'a topic that is not there any more',
};

/** Where in a drip or a programme something is gone: as the subject of a sentence, and what is to be done there. */
export interface MissingPlace {
  subject: string;
  mend: string;
}

/** What is wrong with what a drip or a programme names, in words for whoever manages the campaign: they know no ids. */
export function missingMessage({ path, code, message }: FieldError, { subject, mend }: MissingPlace): string {
  const field = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
  const gone = code === 'unknown_reference' ? goneWords[field] : undefined;
  return gone === undefined ? message : `${subject} names ${gone}. ${mend}`;
}

/** A way in that names what is gone. */
export const wayIn: MissingPlace = {
  subject: 'A way in',
  mend: 'Take it out, or choose another, and see who comes in then.',
};
