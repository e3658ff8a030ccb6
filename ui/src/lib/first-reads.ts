import { isShared, openPaths, paths, type PathName } from './paths.ts';

/**
 * What pages read first of the API where their address has no query, as they ask for it; `:id` is the one of their address. The
 * document of the page brings the answers, so that it stands without a further way to the server and back. For the pages that are
 * opened most: a read that the page does not ask for in just these words would be made twice.
 */
export const firstReads: Partial<Record<PathName, readonly string[]>> = {
  campaigns: [
    '/api/v1/campaigns?limit=50&sort=-createdAt',
    '/api/v1/saved-views?page=campaigns',
    '/api/v1/users?limit=500',
    '/api/v1/campaign-tags',
  ],
  campaign: [
    '/api/v1/campaigns/:id',
    '/api/v1/campaigns/:id/broadcasts',
    '/api/v1/roi/campaigns?campaignIds=:id&withBelow=true',
  ],
};

/** What the frame around a page reads, whatever its address says. */
export function readsOfFrame(name: PathName): readonly string[] {
  const path = paths[name];
  return openPaths.includes(path) || isShared(path) ? [] : ['/api/v1/me', '/api/v1/notifications'];
}
