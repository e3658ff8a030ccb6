import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';

/** One domain that mail is sent from; read again and again while somebody waits for a look. */
export const sendingDomainById = (id: string) =>
  queryOptions({
    queryKey: ['sending-domains', id],
    queryFn: () => ok(api.GET('/api/v1/sending-domains/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.isChecking ? 1000 : false),
  });

/** What was found of a domain before. */
export const domainChecksOf = (id: string) =>
  queryOptions({
    queryKey: ['sending-domains', id, 'checks'],
    queryFn: () => ok(api.GET('/api/v1/sending-domains/{id}/checks', { params: { path: { id } } })),
  });
