import type { Client } from '@temporalio/client';
import type { OpenCampaign } from '../db/queries/open-work.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { campaignLifecycle, campaignWorkflowId, editedSignal } from '../workflows/campaign-lifecycle.ts';
import { engagement, engagementWorkflowId, wakeEngagement } from '../workflows/engagement.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** Wakes the workflow that applies a tenant's events, or starts it. */
export async function wakeEngagementOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(engagement, {
    workflowId: engagementWorkflowId({ tenantId }),
    taskQueue: taskQueues.main,
    args: [{ tenantId }],
    signal: wakeEngagement,
    typedSearchAttributes: searchAttributes({ tenantId, kind: 'engagement' }),
    staticSummary: 'Applies opens, clicks and other events to counters, members and people',
  });
}

/** Makes the workflow of an open campaign read its row again, or starts one where it is gone. */
export async function wakeCampaign(temporal: Client, campaign: OpenCampaign): Promise<void> {
  await temporal.workflow.signalWithStart(campaignLifecycle, {
    workflowId: campaignWorkflowId(campaign),
    taskQueue: taskQueues.main,
    args: [{ tenantId: campaign.tenantId, campaignId: campaign.campaignId }],
    signal: editedSignal,
    typedSearchAttributes: searchAttributes({ ...campaign, kind: 'campaign' }),
    staticSummary: 'Carries a campaign from its first command to its end',
  });
}
