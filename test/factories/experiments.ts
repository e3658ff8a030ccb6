import { v7 as uuidv7 } from 'uuid';
import { withTenant, type Database } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { markApprovedHash, markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import {
  findExperiment,
  insertExperiment,
  type ExperimentOwner,
  type ExperimentRow,
} from '../../db/queries/experiments/experiments.ts';
import { ExperimentPlan } from '../../domain/experiments/experiment.ts';
import { valuesOf, variantsOf } from '../../domain/experiments/values.ts';

/** Writes a test as the API does, and approves its campaign, which runs, as it is then. Returns its row. */
export async function createTestExperiment(
  app: Database,
  { tenantId, ...owner }: { tenantId: string } & ExperimentOwner,
  plan: Partial<ExperimentPlan> = {},
): Promise<ExperimentRow> {
  const id = uuidv7();
  const whole = ExperimentPlan.parse({
    variants: [{ changes: { subject: 'Another subject' } }],
    minimumPeople: 10,
    ...plan,
  });
  return withTenant(app.db, tenantId, async (db) => {
    await insertExperiment(db, { id, owner, values: valuesOf(whole), variants: variantsOf(whole) });
    await markCampaign(db, { id: owner.campaignId, from: ['draft'], to: 'running' });
    await markApprovedHash(db, owner.campaignId, await findContentHash(db, owner.campaignId));
    return (await findExperiment(db, id))!;
  });
}
