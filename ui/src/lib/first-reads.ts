import type { PathName } from './paths.ts';

/**
 * What pages read first of the API, as they ask for it; `:id` is the one of their address. Named in the head of the page, so that it
 * is read beside the scripts and not after them. For the pages that are opened most: a read that the page does not ask for in just
 * these words would be made twice.
 */
export const firstReads: Partial<Record<PathName, readonly string[]>> = {
  campaigns: ['/api/v1/campaigns?limit=50&sort=-createdAt'],
  campaign: ['/api/v1/campaigns/:id', '/api/v1/campaigns/:id/broadcasts'],
};
