import { createAttributionActivities } from './attribution.ts';
import { createBroadcastActivities } from './broadcasts.ts';
import { createCampaignActivities } from './campaigns.ts';
import { createContentSimilarityActivities } from './content-similarity.ts';
import { createDeliverabilityActivities } from './deliverability.ts';
import type { ActivityDeps } from './deps.ts';
import { createDomainCheckActivities } from './domain-checks.ts';
import { createDripActivities } from './drips.ts';
import { createDripStayActivities } from './drip-stay.ts';
import { createEngagementActivities } from './engagement.ts';
import { createErasureActivities } from './erasure.ts';
import { createExperimentActivities } from './experiments.ts';
import { createExportActivities } from './exports.ts';
import { withFinalRefusals } from './failures.ts';
import { createHousekeepingActivities } from './housekeeping.ts';
import { createImportActivities } from './imports.ts';
import { createInboxActivities } from './inbox.ts';
import { createIntakeActivities } from './intakes.ts';
import { createModelDecidingActivities } from './model-deciding.ts';
import { createModelTrainingActivities } from './model-training.ts';
import { createNextActionActivities } from './next-actions.ts';
import { createNurtureActivities } from './nurtures.ts';
import { createOutboxActivities } from './outbox.ts';
import { createReportActivities } from './reports.ts';
import { createRetentionActivities } from './retention.ts';
import { createSendingPermits } from './sending-permits.ts';
import { createSignUpActivities } from './sign-ups.ts';
import { createSegmentSuggestionActivities } from './segment-suggestions.ts';
import { keepModelsOpen } from './open-models.ts';
import { createScoringActivities } from './scoring.ts';
import { createSegmentActivities } from './segments.ts';
import { createWebhookActivities } from './webhooks.ts';
import { createWebhookEventActivities } from './webhook-events.ts';

/** Every activity that workflows call, built once per process. */
export function createActivities(given: ActivityDeps) {
  // Each of them is a window of 64 in flight: two bound what a crash leaves uncertain to 128.
  const deps = { ...given, permits: given.permits ?? createSendingPermits(2) };
  const models = keepModelsOpen();
  return withFinalRefusals({
    ...createAttributionActivities(deps),
    ...createBroadcastActivities(deps),
    ...createCampaignActivities(deps),
    ...createContentSimilarityActivities(deps),
    ...createDeliverabilityActivities(deps),
    ...createDomainCheckActivities(deps),
    ...createDripActivities(deps),
    ...createDripStayActivities(deps),
    ...createEngagementActivities(deps),
    ...createErasureActivities(deps),
    ...createExperimentActivities(deps),
    ...createExportActivities(deps),
    ...createHousekeepingActivities(deps),
    ...createImportActivities(deps),
    ...createInboxActivities(deps),
    ...createIntakeActivities(deps),
    ...createModelDecidingActivities(deps, models),
    ...createModelTrainingActivities(deps),
    ...createNextActionActivities(deps),
    ...createNurtureActivities(deps),
    ...createOutboxActivities(deps),
    ...createReportActivities(deps),
    ...createRetentionActivities(deps),
    ...createSignUpActivities(deps),
    ...createScoringActivities(deps, models),
    ...createSegmentActivities(deps),
    ...createSegmentSuggestionActivities(deps),
    ...createWebhookActivities(deps),
    ...createWebhookEventActivities(deps),
  });
}
