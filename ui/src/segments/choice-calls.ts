import { api, ok } from '../lib/api.ts';

// Of what is picked by name the first by name: where there are more (`nextCursor`), others are found by a part of their name.

const firstOnes = 100;

/** Of how many that have a text in their name the first are shown. */
export const mostFound = 50;

/** What is picked by name of which there may be more than is read at once. */
export type ManyKind = 'list' | 'segment' | 'campaign';

/** What is shown of something that is picked by name. */
export interface Called {
  id: string;
  name: string;
  /** How many people it has, where that is counted. */
  people?: number | null;
  /** Of a segment: whether it keeps who comes in and who leaves. */
  isWatched?: boolean;
}

interface Calls {
  page: (query: { limit: number; q?: string }) => Promise<{ data: Called[]; nextCursor: string | null }>;
  byId: (id: string) => Promise<Called>;
}

const callsOf: Record<ManyKind, Calls> = {
  list: {
    page: (query) => ok(api.GET('/api/v1/lists', { params: { query } })),
    byId: (id) => ok(api.GET('/api/v1/lists/{id}', { params: { path: { id } } })),
  },
  segment: {
    page: (query) => ok(api.GET('/api/v1/segments', { params: { query } })),
    byId: (id) => ok(api.GET('/api/v1/segments/{id}', { params: { path: { id } } })),
  },
  campaign: {
    page: (query) => ok(api.GET('/api/v1/campaigns', { params: { query: { sort: 'name', ...query } } })),
    byId: (id) => ok(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
  },
};

/** The first of a kind by name. */
export const readFirst = (kind: ManyKind) => callsOf[kind].page({ limit: firstOnes });

/** The first of those that have a text in their name, but for the one that is not offered (`without`; empty: all are). */
export async function findByName(kind: ManyKind, q: string, without = ''): Promise<Called[]> {
  // One more is read than is shown: without the one that is dropped, as many as there can be must not look like all.
  const limit = without === '' ? mostFound : mostFound + 1;
  const { data } = await callsOf[kind].page({ limit, ...(q ? { q } : {}) });
  return data.filter(({ id }) => id !== without).slice(0, mostFound);
}

/** One as it is read. */
export const findById = (kind: ManyKind, id: string): Promise<Called> => callsOf[kind].byId(id);
