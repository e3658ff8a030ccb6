import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { dripsOf } from '../drips/calls.ts';
import { queryClient } from '../lib/query-client.ts';
import { nurturesOf } from '../nurtures/calls.ts';
import { addTouched, nobody, touchedBy, type Touched } from './touched.ts';

/** Reads whom the end of a campaign touches: who stands in drips and programmes is no message that waits. */
export async function readTouched(campaign: Campaign): Promise<Touched> {
  if (campaign.parts === 0) return touchedBy(campaign, [], []);
  const [drips, nurtures] = await Promise.all([
    queryClient.fetchQuery(dripsOf(campaign.id)),
    queryClient.fetchQuery(nurturesOf(campaign.id)),
  ]);
  return touchedBy(campaign, drips.data, nurtures.data);
}

/** The same of several campaigns, read one after the other: a page of them at once would use up what one user may ask. */
export async function readAllTouched(campaigns: readonly Campaign[]): Promise<Touched> {
  let all = nobody;
  for (const campaign of campaigns) all = addTouched(all, await readTouched(campaign));
  return all;
}
