import { createBroadcastActivities } from './broadcasts.ts';
import { createCampaignActivities } from './campaigns.ts';
import type { ActivityDeps } from './deps.ts';
import { createDripActivities } from './drips.ts';
import { createEngagementActivities } from './engagement.ts';
import { createErasureActivities } from './erasure.ts';
import { createExportActivities } from './exports.ts';
import { withFinalRefusals } from './failures.ts';
import { createHousekeepingActivities } from './housekeeping.ts';
import { createImportActivities } from './imports.ts';
import { createIntakeActivities } from './intakes.ts';
import { createNurtureActivities } from './nurtures.ts';
import { createOutboxActivities } from './outbox.ts';
import { createRetentionActivities } from './retention.ts';
import { createSignUpActivities } from './sign-ups.ts';
import { createSegmentActivities } from './segments.ts';
import { createWebhookActivities } from './webhooks.ts';

/** Every activity that workflows call, built once per process. */
export function createActivities(deps: ActivityDeps) {
  return withFinalRefusals({
    ...createBroadcastActivities(deps),
    ...createCampaignActivities(deps),
    ...createDripActivities(deps),
    ...createEngagementActivities(deps),
    ...createErasureActivities(deps),
    ...createExportActivities(deps),
    ...createHousekeepingActivities(deps),
    ...createImportActivities(deps),
    ...createIntakeActivities(deps),
    ...createNurtureActivities(deps),
    ...createOutboxActivities(deps),
    ...createRetentionActivities(deps),
    ...createSignUpActivities(deps),
    ...createSegmentActivities(deps),
    ...createWebhookActivities(deps),
  });
}
