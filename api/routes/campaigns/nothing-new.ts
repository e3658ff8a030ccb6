import { isDeepStrictEqual } from 'node:util';
import { findCampaignForUpdate } from '../../../db/queries/campaigns/campaigns.ts';
import type { TenantDb } from '../../../db/connection.ts';
import { editVoidsApproval, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { notFound } from '../../../domain/errors.ts';

/**
 * Holds a campaign for a change of its content, and tells whether a change says anything new of what is approved: one that does not is no
 * edit, and leaves the approval as it is. To be called before what is changed is read, which whoever holds the campaign may change.
 */
export async function holdForChange(
  db: TenantDb,
  campaignId: string,
): Promise<(standing: Content, change: Content) => boolean> {
  const campaign = await findCampaignForUpdate(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const isApproved = editVoidsApproval(campaign.status as CampaignStatus);
  return (standing, change) => isApproved && isSaid(standing, change);
}

/** Something of a campaign as the API shows it, or as much of it as a change says. */
interface Content {
  content?: object;
  [field: string]: unknown;
}

/** Whether all that a change says stands there already. Of a message it may say a part; of anything else it says all. */
function isSaid({ content: there, ...standing }: Content, { content, ...change }: Content): boolean {
  const says = (all: object, said: object) =>
    Object.entries(said).every(([field, value]) => isDeepStrictEqual(Reflect.get(all, field), value));
  return says(standing, change) && says(there ?? {}, content ?? {});
}
