import { insertDecided } from '../../db/queries/approvals/notices.ts';
import { listConcerned } from '../../db/queries/approvals/approvals.ts';
import { findCampaign } from '../../db/queries/campaigns/campaigns.ts';
import type { ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import type { TenantDb } from '../../db/connection.ts';

/**
 * Tells whoever wrote a campaign, asked for its approval or owns it that a test of it is over: until somebody has chosen, most of an audience
 * may wait. `variant`: which one won (null: none); `goesOn`: which one the others get, where that is decided.
 */
export async function tellOfTest(
  db: TenantDb,
  test: ExperimentRow,
  { variant, goesOn }: { variant: string | null; goesOn: string | null },
): Promise<void> {
  const campaign = await findCampaign(db, test.campaignId);
  if (!campaign) return;
  const found = variant === null ? 'There was no winner.' : `${variant} is better.`;
  await insertDecided(db, {
    campaignId: campaign.id,
    subject: { kind: 'experiment', id: test.id, partId: null, number: null, name: test.name },
    kind: goesOn === null ? 'testToChoose' : 'testDecided',
    byName: '',
    comment: goesOn === null ? found : `${found} It goes on with ${goesOn}.`,
    userIds: await listConcerned(db, campaign),
  });
}
