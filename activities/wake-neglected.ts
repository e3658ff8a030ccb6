import type { Client } from '@temporalio/client';
import type { OpenCampaign } from '../db/queries/open-work.ts';
import { campaignLifecycle, campaignStart, editedSignal } from '../workflows/campaign-lifecycle.ts';
import { engagement, engagementStart } from '../workflows/engagement.ts';

/** Wakes the workflow that applies a tenant's events, or starts it. */
export async function wakeEngagementOf(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(engagement, engagementStart({ tenantId }));
}

/** Makes the workflow of an open campaign read its row again, or starts one where it is gone. */
export async function wakeCampaign(temporal: Client, campaign: OpenCampaign): Promise<void> {
  await temporal.workflow.signalWithStart(campaignLifecycle, { ...campaignStart(campaign), signal: editedSignal });
}
