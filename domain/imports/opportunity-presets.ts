import type { OpportunityField } from './opportunity-mapping.ts';
import type { PresetName } from './presets.ts';

/** Another product's export of opportunities: the columns that identify it, and the fields that its columns fill. */
export interface OpportunityPreset {
  /** At least one name of each group must be among the columns. */
  signature: readonly (readonly string[])[];
  fields: Readonly<Record<string, OpportunityField>>;
}

/** The exports of opportunities that are known: reports and data exports of Salesforce, deals of HubSpot. */
export const opportunityPresets: Record<PresetName, OpportunityPreset> = {
  salesforce: {
    signature: [
      ['Opportunity ID', 'Opportunity Name', 'StageName'],
      ['Stage', 'StageName'],
    ],
    fields: {
      'Opportunity ID': 'externalId',
      'Opportunity ID 18': 'externalId',
      '18 Digit Opportunity ID': 'externalId',
      Id: 'externalId',
      'Opportunity Name': 'name',
      Name: 'name',
      Stage: 'stage',
      StageName: 'stage',
      Won: 'isWon',
      IsWon: 'isWon',
      Closed: 'isClosed',
      IsClosed: 'isClosed',
      Amount: 'amount',
      'Amount Currency': 'currency',
      'Opportunity Currency': 'currency',
      CurrencyIsoCode: 'currency',
      'Created Date': 'openedAt',
      CreatedDate: 'openedAt',
      'Close Date': 'closeDate',
      CloseDate: 'closeDate',
      'Account ID': 'accountExternalId',
      AccountId: 'accountExternalId',
      'Account Name': 'accountName',
      'Opportunity Owner': 'owner',
      'Owner Email': 'owner',
      'Lead Source': 'leadSource',
      LeadSource: 'leadSource',
      'Primary Campaign Source': 'primaryCampaign',
      'Campaign Name': 'primaryCampaign',
      'Contact: Email': 'contactEmails',
      'Contact Email': 'contactEmails',
      Email: 'contactEmails',
      'Contact ID': 'contactExternalIds',
      ContactId: 'contactExternalIds',
      'Contact Role': 'contactRole',
      Role: 'contactRole',
      Primary: 'isPrimaryContact',
      IsPrimary: 'isPrimaryContact',
    },
  },
  hubspot: {
    signature: [
      ['Deal Name', 'dealname'],
      ['Deal Stage', 'dealstage'],
    ],
    fields: {
      'Record ID': 'externalId',
      'Record ID - Deal': 'externalId',
      'Deal ID': 'externalId',
      hs_object_id: 'externalId',
      'Deal Name': 'name',
      dealname: 'name',
      'Deal Stage': 'stage',
      dealstage: 'stage',
      'Is Closed Won': 'isWon',
      'Is Deal Closed?': 'isClosed',
      Amount: 'amount',
      Currency: 'currency',
      deal_currency_code: 'currency',
      'Create Date': 'openedAt',
      createdate: 'openedAt',
      'Close Date': 'closeDate',
      closedate: 'closeDate',
      'Associated Company IDs': 'accountExternalId',
      'Associated Company IDs (Primary)': 'accountExternalId',
      'Associated Company': 'accountName',
      'Associated Company (Primary)': 'accountName',
      'Deal owner': 'owner',
      'Original Traffic Source': 'leadSource',
      'Original Source Type': 'leadSource',
      Campaign: 'primaryCampaign',
      'Associated Contact': 'contactEmails',
      'Associated Contact Emails': 'contactEmails',
      'Associated Contact IDs': 'contactExternalIds',
    },
  },
};

/** Names that columns of opportunities commonly have, in several languages. */
export const opportunitySynonyms: Readonly<Record<OpportunityField, readonly string[]>> = {
  externalId: ['opportunity id', 'deal id', 'external id', 'externalId', 'id', 'record id', 'verkaufschance id'],
  name: ['opportunity name', 'deal name', 'name', 'opportunity', 'deal', 'verkaufschance'],
  stage: ['stage', 'deal stage', 'sales stage', 'phase'],
  state: ['state', 'status', 'outcome'],
  isWon: ['won', 'is won', 'gewonnen'],
  isClosed: ['closed', 'is closed'],
  amount: ['amount', 'value', 'deal value', 'betrag', 'montant', 'importe'],
  currency: ['currency', 'currency code', 'währung', 'devise', 'moneda'],
  openedAt: ['created date', 'create date', 'created', 'created at', 'opened', 'opened at', 'angelegt am'],
  closeDate: ['close date', 'closed date', 'closed at', 'closing date', 'abschlussdatum', 'schlusstermin'],
  occurredAt: ['as of', 'changed at', 'stage change date'],
  accountExternalId: ['account id', 'company id'],
  accountName: ['account', 'account name', 'company', 'company name', 'firma'],
  owner: ['owner', 'owner email', 'opportunity owner', 'deal owner'],
  leadSource: ['lead source', 'source'],
  primaryCampaign: ['primary campaign', 'primary campaign source', 'campaign', 'source campaign', 'utm id', 'kampagne'],
  contactEmails: ['contact email', 'contact emails', 'contacts', 'email', 'e-mail', 'email address'],
  contactExternalIds: ['contact id', 'contact ids', 'person id'],
  contactRole: ['contact role', 'role'],
  isPrimaryContact: ['primary', 'is primary', 'primary contact'],
};
