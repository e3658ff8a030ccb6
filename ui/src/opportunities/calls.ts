import { queryOptions } from '@tanstack/svelte-query';
import type { OpportunityFilter, OpportunitySort } from '../../../domain/opportunities/opportunity.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** One page of opportunities that match a filter. */
export const opportunityPage = (
  filter: OpportunityFilter,
  page: { sort: OpportunitySort; cursor?: string; limit?: number },
) =>
  queryOptions({
    queryKey: ['opportunities', 'list', filter, page],
    queryFn: () =>
      ok(
        api.GET('/api/v1/opportunities', {
          params: {
            query: {
              limit: page.limit ?? 50,
              sort: page.sort,
              ...filter,
              ...(page.cursor ? { cursor: page.cursor } : {}),
            },
          },
        }),
      ),
  });

/** The opportunities that match a filter, in numbers. */
export const opportunitySummary = (filter: OpportunityFilter) =>
  queryOptions({
    queryKey: ['opportunities', 'summary', filter],
    queryFn: () => ok(api.GET('/api/v1/opportunities/summary', { params: { query: filter } })),
  });

/** One opportunity. */
export const opportunityById = (id: string) =>
  queryOptions({
    queryKey: ['opportunities', id],
    queryFn: () => ok(api.GET('/api/v1/opportunities/{id}', { params: { path: { id } } })),
  });

/** The newest lines of an opportunity's history. */
export const opportunityHistory = (id: string, cursor: string) =>
  queryOptions({
    queryKey: ['opportunities', id, 'history', cursor],
    queryFn: () =>
      ok(
        api.GET('/api/v1/opportunities/{id}/history', {
          params: { path: { id }, query: { limit: 20, ...(cursor ? { cursor } : {}) } },
        }),
      ),
  });

/** What was given back of an opportunity. */
export const opportunityRefunds = (id: string) =>
  queryOptions({
    queryKey: ['opportunities', id, 'refunds'],
    queryFn: () => ok(api.GET('/api/v1/opportunities/{id}/refunds', { params: { path: { id } } })),
  });

/** The stages of the pipeline in their order. */
export const stageList = queryOptions({
  queryKey: ['opportunity-stages'],
  queryFn: () => ok(api.GET('/api/v1/opportunity-stages')),
  staleTime: 60_000,
});

/** Everything that is shown of opportunities and of the pipeline is read anew. */
export async function refreshOpportunities(): Promise<void> {
  await Promise.all(
    ['opportunities', 'opportunity-stages'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  );
}
