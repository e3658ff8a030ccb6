import { z } from 'zod';
import { campaignStatuses } from './lifecycle.ts';

/** The state of a campaign as the API reads and writes it. Apart from the rules, which workflows use and which so need no schemas. */
export const CampaignStatus = z.enum(campaignStatuses);

/** One of the states of a campaign's life. */
export type CampaignStatus = z.infer<typeof CampaignStatus>;
