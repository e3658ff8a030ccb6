/** The typed search attributes that every workflow carries, so that operators can filter in the web console. */
export const searchAttributeTypes = {
  TenantId: 'Keyword',
  CampaignId: 'Keyword',
  CampaignKind: 'Keyword',
  CampaignStatus: 'Keyword',
} as const;
