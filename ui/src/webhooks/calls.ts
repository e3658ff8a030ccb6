import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { Delivery } from '../../../domain/webhooks/endpoint.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** The places that are told what happens. */
export const endpointList = queryOptions({
  queryKey: ['webhook-endpoints'],
  queryFn: () => ok(api.GET('/api/v1/webhook-endpoints')),
});

/** One of them. */
export const endpointById = (id: string) =>
  queryOptions({
    queryKey: ['webhook-endpoints', id],
    queryFn: () => ok(api.GET('/api/v1/webhook-endpoints/{id}', { params: { path: { id } } })),
  });

/** A page of what an endpoint was told; looked for again while something waits to be made soon. */
export const deliveriesOf = (id: string, filter: { status: string; type: string; cursor: string }) =>
  queryOptions({
    queryKey: ['webhook-endpoints', id, 'deliveries', filter],
    queryFn: () =>
      ok(
        api.GET('/api/v1/webhook-endpoints/{id}/deliveries', {
          params: {
            path: { id },
            query: {
              limit: 50,
              ...(filter.status ? { status: filter.status as Delivery['status'] } : {}),
              ...(filter.type ? { type: filter.type } : {}),
              ...(filter.cursor ? { cursor: filter.cursor } : {}),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

/** A delivery with what is sent and what came of each attempt. */
export const deliveryById = (id: string, deliveryId: string) =>
  queryOptions({
    queryKey: ['webhook-endpoints', id, 'deliveries', deliveryId],
    queryFn: () =>
      ok(api.GET('/api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}', { params: { path: { id, deliveryId } } })),
    refetchInterval: 10_000,
  });

/** Reads everything about endpoints anew. */
export async function refreshEndpoints(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['webhook-endpoints'] });
}
