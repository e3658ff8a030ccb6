import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { OpenCampaign, QueuedJob } from '../../db/queries/outbox/open-work.ts';
import { attributionRebuild, attributionStart } from '../../workflows/reports/attribution-rebuild.ts';
import { resumeBroadcast } from '../../workflows/broadcasts/messages.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaigns/lifecycle.ts';
import { editedSignal } from '../../workflows/campaigns/messages.ts';
import { contentSimilarity, contentSimilarityStart } from '../../workflows/content-similarity.ts';
import { deliverabilityWatch, deliverabilityWatchStart } from '../../workflows/deliverability/watch.ts';
import { domainChecks, domainChecksStart } from '../../workflows/senders/domain-checks.ts';
import { dripWorkflowId, wakeDrip } from '../../workflows/drips/messages.ts';
import { engagement, engagementStart } from '../../workflows/engagement.ts';
import { exportJob } from '../../workflows/people/export-people.ts';
import { importJob } from '../../workflows/imports/import-people.ts';
import { intakeJob } from '../../workflows/intakes/intake-people.ts';
import { modelTraining, trainingStart } from '../../workflows/scoring/model-training.ts';
import { inbox, inboxStart } from '../../workflows/inbound/inbox.ts';
import { jobStart } from '../../workflows/jobs/start.ts';
import { nurtureWorkflowId } from '../../workflows/nurtures/messages.ts';
import { scoring, scoringStart } from '../../workflows/scoring/scoring.ts';
import { nextActionsStart } from '../../workflows/next-actions/messages.ts';
import { nextActions } from '../../workflows/next-actions/next-actions.ts';
import { segmentRefresh, segmentRefreshStart } from '../../workflows/segments/refresh.ts';
import { segmentSuggestion, segmentSuggestionStart } from '../../workflows/segments/suggestion.ts';
import { webhookEvents, webhookEventsStart } from '../../workflows/webhooks/events.ts';
import { webhookDelivery, webhookDeliveryStart } from '../../workflows/webhooks/delivery.ts';

/** Wakes the workflow that looks at a tenant's sending domains, or starts it. */
export async function wakeDomainChecksOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(domainChecks, domainChecksStart({ tenantId }));
}

/** Wakes the workflow that applies a tenant's events, or starts it. */
export async function wakeEngagementOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(engagement, engagementStart({ tenantId }));
}

/** Wakes the workflow that refreshes a tenant's watched segments, or starts it. */
export async function wakeSegmentsOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(segmentRefresh, segmentRefreshStart({ tenantId }));
}

/** Makes the workflow of an open campaign read its row again, or starts one where it is gone. */
export async function wakeCampaign(temporal: Client, campaign: OpenCampaign): Promise<void> {
  await temporal.workflow.signalWithStart(campaignLifecycle, { ...campaignStart(campaign), signal: editedSignal });
}

/**
 * Starts the workflow of a job that waits for one, and returns its run: one that is on its way already is left alone. Null where it
 * has ended without the row hearing of it (somebody terminated it): then the row has to end.
 */
export async function startQueuedJob(temporal: Client, { tenantId, id, kind }: QueuedJob): Promise<string | null> {
  try {
    if (kind === 'export') {
      const job = exportJob({ tenantId, exportId: id });
      return (await temporal.workflow.start(job.workflow, jobStart(job))).firstExecutionRunId;
    }
    if (kind === 'intake') {
      const job = intakeJob({ tenantId, intakeId: id });
      return (await temporal.workflow.start(job.workflow, jobStart(job))).firstExecutionRunId;
    }
    const job = importJob({ tenantId, importId: id }, kind === 'dryRun');
    return (await temporal.workflow.start(job.workflow, jobStart(job))).firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

/** Tells the workflow of a drip to look again; one that has none (any more) needs no telling. */
export async function wakeDripOf(temporal: Client, drip: { tenantId: string; dripId: string }): Promise<void> {
  await temporal.workflow
    .getHandle(dripWorkflowId(drip))
    .signal(wakeDrip)
    .catch(() => {});
}

/** Tells the workflow of a nurture programme to look at its row; one that has none (any more) needs no telling. */
export async function wakeNurtureOf(temporal: Client, nurture: { tenantId: string; nurtureId: string }): Promise<void> {
  await temporal.workflow
    .getHandle(nurtureWorkflowId(nurture))
    .signal(resumeBroadcast)
    .catch(() => {});
}

/** Wakes the workflow that makes a tenant's calls, or starts it. */
export async function wakeWebhooksOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(webhookDelivery, webhookDeliveryStart({ tenantId }));
}

/** Wakes the workflow that credits a tenant's opportunities, or starts it. */
export async function wakeAttributionOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(attributionRebuild, attributionStart({ tenantId }));
}

/** Wakes the workflow that looks for segments which suggest themselves, or starts it. */
export async function wakeSuggestionsOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(segmentSuggestion, segmentSuggestionStart({ tenantId }));
}

/** Wakes the workflow that scores a tenant's people, or starts it. */
export async function wakeScoringOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(scoring, scoringStart({ tenantId }));
}

/** Wakes the workflow that learns a tenant's models, or starts it. */
export async function wakeTrainingOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(modelTraining, trainingStart({ tenantId }));
}

/** Wakes the workflow that chooses the next actions of a tenant's people, or starts it. */
export async function wakeNextActionsOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(nextActions, nextActionsStart({ tenantId }));
}

/** Wakes the workflow that compares a tenant's content, or starts it. */
export async function wakeContentOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(contentSimilarity, contentSimilarityStart({ tenantId }));
}

/** Wakes the workflow that looks into a tenant's mailboxes, or starts it. */
export async function wakeInboxOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(inbox, inboxStart({ tenantId }));
}

/** Wakes the workflow that watches how a tenant's mail fares, or starts it. */
export async function wakeDeliverabilityOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(deliverabilityWatch, deliverabilityWatchStart({ tenantId }));
}

/** Wakes the workflow that tells a tenant's endpoints what happens, or starts it. */
export async function wakeWebhookEventsOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(webhookEvents, webhookEventsStart({ tenantId }));
}
