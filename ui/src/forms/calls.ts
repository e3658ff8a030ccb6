import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** One form. */
export const oneForm = (id: string) =>
  queryOptions({
    queryKey: ['forms', id],
    queryFn: () => ok(api.GET('/api/v1/forms/{id}', { params: { path: { id } } })),
  });

/** The topics that a form may name. */
export const formTopics = queryOptions({
  queryKey: ['form-topics'],
  queryFn: () => ok(api.GET('/api/v1/topics', {})),
  // What was made on another page a moment ago is among them.
  staleTime: 0,
});

/** Reads forms anew after one was changed. */
export async function refreshForms(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['forms'] });
}
