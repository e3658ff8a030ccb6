import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';

// Of what conditions name the first by name: where there are more (`nextCursor`), others are found by a part of their name.

const firstOnes = 500;

/** The first lists by name. */
export const someLists = queryOptions({
  queryKey: ['lists', 'some'],
  queryFn: () => ok(api.GET('/api/v1/lists', { params: { query: { limit: firstOnes } } })),
});

/** The first segments by name. */
export const someSegments = queryOptions({
  queryKey: ['segments', 'some'],
  queryFn: () => ok(api.GET('/api/v1/segments', { params: { query: { limit: firstOnes } } })),
});

/** The first campaigns by name. */
export const someCampaigns = queryOptions({
  queryKey: ['campaigns', 'some'],
  queryFn: () => ok(api.GET('/api/v1/campaigns', { params: { query: { sort: 'name', limit: firstOnes } } })),
});

/** What is found by name: as a whole, of which this is what is shown. */
export interface Called {
  id: string;
  name: string;
}

const asked = (q: string) => ({ limit: 50, ...(q ? { q } : {}) });

/** Some of those that have a text in their name. */
export const findByName: Record<'list' | 'segment' | 'campaign', (q: string) => Promise<Called[]>> = {
  list: async (q) => (await ok(api.GET('/api/v1/lists', { params: { query: asked(q) } }))).data,
  segment: async (q) => (await ok(api.GET('/api/v1/segments', { params: { query: asked(q) } }))).data,
  campaign: async (q) =>
    (await ok(api.GET('/api/v1/campaigns', { params: { query: { sort: 'name', ...asked(q) } } }))).data,
};

/** A list as it is read. */
export const findList = (id: string) => ok(api.GET('/api/v1/lists/{id}', { params: { path: { id } } }));

/** A segment as it is read. */
export const findSegment = (id: string) => ok(api.GET('/api/v1/segments/{id}', { params: { path: { id } } }));

/** A campaign as it is read. */
export const findCampaign = (id: string) => ok(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } }));
