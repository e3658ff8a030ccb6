import { createAttributionActivities } from './attribution/attribution.ts';
import { createBroadcastActivities } from './broadcasts.ts';
import { createCampaignActivities } from './campaigns/campaigns.ts';
import { createContentSimilarityActivities } from './content/similarity.ts';
import { createDeliverabilityActivities } from './deliverability/deliverability.ts';
import type { ActivityDeps } from './deps.ts';
import { createDomainCheckActivities } from './senders/domain-checks.ts';
import { createDripActivities } from './drips/drips.ts';
import { createDripStayActivities } from './drips/stay.ts';
import { createEngagementActivities } from './engagement/engagement.ts';
import { createErasureActivities } from './people/erasure.ts';
import { createExperimentActivities } from './experiments/experiments.ts';
import { createExportActivities } from './people/exports.ts';
import { withFinalRefusals } from './failures.ts';
import { createHousekeepingActivities } from './tenants/housekeeping.ts';
import { createImportActivities } from './imports/imports.ts';
import { createInboxActivities } from './inbound/inbox.ts';
import { createIntakeActivities } from './people/intakes.ts';
import { createModelDecidingActivities } from './scoring/model-deciding.ts';
import { createModelTrainingActivities } from './scoring/model-training.ts';
import { createNextActionActivities } from './next-actions/next-actions.ts';
import { createNurtureActivities } from './nurtures/nurtures.ts';
import { createOutboxActivities } from './outbox/outbox.ts';
import { createReportActivities } from './reports/reports.ts';
import { createRetentionActivities } from './tenants/retention.ts';
import { createSendingPermits } from './outbox/sending-permits.ts';
import { createSignUpActivities } from './people/sign-ups.ts';
import { createSegmentSuggestionActivities } from './segments/suggestions.ts';
import { keepModelsOpen } from './scoring/open-models.ts';
import { createScoringActivities } from './scoring/scoring.ts';
import { createSegmentActivities } from './segments/segments.ts';
import { createWebhookActivities } from './webhooks/webhooks.ts';
import { createWebhookEventActivities } from './webhooks/events.ts';
import { withNotedRuns } from './workflow-runs.ts';

/** Every activity that workflows call, built once per process. */
export function createActivities(given: ActivityDeps) {
  // Each of them is a window of 64 in flight: two bound what a crash leaves uncertain to 128.
  const deps = { ...given, permits: given.permits ?? createSendingPermits(2) };
  const models = keepModelsOpen();
  const activities = withFinalRefusals({
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
  return withNotedRuns(activities, deps);
}
