import type { OpenApproval } from './calls.ts';
import { href } from '../lib/paths.ts';

/** What is to be decided on: the campaign, a version of one of its drips or nurture programmes, or an item of one of the latter. */
export function subjectOf({ campaignName, part }: Pick<OpenApproval, 'campaignName' | 'part'>): string {
  if (part === null) return campaignName;
  return part.kind !== 'nurtureItem' ? `Version ${part.number} of ${part.name}` : `${part.itemName} in ${part.name}`;
}

/** Where it is looked at and decided on; a request about an item has the id of the item. */
export function reviewPage({ id, campaignId, part }: Pick<OpenApproval, 'id' | 'campaignId' | 'part'>): string {
  if (part === null) return href('preflight', { id: campaignId });
  if (part.kind === 'dripVersion') return href('drip', { id: campaignId, dripId: part.id }, { tab: 'versions' });
  const query = part.kind === 'nurtureVersion' ? { tab: 'versions' } : { item: id };
  return href('nurture', { id: campaignId, nurtureId: part.id }, query);
}
