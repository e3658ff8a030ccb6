import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CampaignSnapshot, CommandRequest } from '../../domain/campaigns/command.ts';

/** Which campaign a workflow carries. */
export interface CampaignRef {
  tenantId: string;
  campaignId: string;
}

/** `campaign/{tenant}/{campaign}`: one workflow for each campaign, whatever happens to it. */
export const campaignWorkflowId = ({ tenantId, campaignId }: CampaignRef): string =>
  `campaign/${tenantId}/${campaignId}`;

/** A command that needs an answer; refused before it is recorded where the campaign's state does not allow it. */
export const commandUpdate = defineUpdate<CampaignSnapshot, [CommandRequest]>('command');

/** The row was edited elsewhere: read it again. */
export const editedSignal = defineSignal('edited');
