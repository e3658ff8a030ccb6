import { queryOptions } from '@tanstack/svelte-query';
import type { ReadInput } from '../../../domain/notifications/notification.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

const queryKey = ['notifications'] as const;

/** What the person is told; looked for again every minute. */
export const notifications = queryOptions({
  queryKey,
  queryFn: () => ok(api.GET('/api/v1/notifications')),
  refetchInterval: 60_000,
});

/** Keeps that something is known, and shows what is left. */
export async function markRead(what: ReadInput): Promise<void> {
  await ok(api.POST('/api/v1/notifications/read', { body: what }));
  await queryClient.invalidateQueries({ queryKey });
}
