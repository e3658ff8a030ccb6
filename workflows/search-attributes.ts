import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';

const tenantId = defineSearchAttributeKey('TenantId', SearchAttributeType.KEYWORD);
const campaignId = defineSearchAttributeKey('CampaignId', SearchAttributeType.KEYWORD);
const campaignKind = defineSearchAttributeKey('CampaignKind', SearchAttributeType.KEYWORD);
const campaignStatus = defineSearchAttributeKey('CampaignStatus', SearchAttributeType.KEYWORD);

/** What operators filter by in the web console; ids and words of the product only. */
export interface WorkflowFacts {
  tenantId: string;
  campaignId?: string;
  kind: string;
  status?: string;
}

/** The search attributes of a workflow, for its start and for updates while it runs. */
export function searchAttributes(facts: WorkflowFacts): SearchAttributePair[] {
  return [
    { key: tenantId, value: facts.tenantId },
    { key: campaignKind, value: facts.kind },
    ...(facts.campaignId ? [{ key: campaignId, value: facts.campaignId }] : []),
    ...(facts.status ? [{ key: campaignStatus, value: facts.status }] : []),
  ];
}

/** The one attribute that moves while a campaign lives. */
export function statusAttribute(status: string): SearchAttributePair[] {
  return [{ key: campaignStatus, value: status }];
}
