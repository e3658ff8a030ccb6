import { queryOptions } from '@tanstack/svelte-query';
import { api, ok } from '../lib/api.ts';
import { everyPage } from '../lib/every-page.ts';
import { queryClient } from '../lib/query-client.ts';

/** One form. */
export const oneForm = (id: string) =>
  queryOptions({
    queryKey: ['forms', id],
    queryFn: () => ok(api.GET('/api/v1/forms/{id}', { params: { path: { id } } })),
  });

/** What a form may name: topics, lists and campaigns, each with an empty choice first. */
export const formChoices = queryOptions({
  queryKey: ['form-choices'],
  queryFn: async () => {
    const [topics, lists, campaigns] = await Promise.all([
      ok(api.GET('/api/v1/topics', {})),
      everyPage((query) => ok(api.GET('/api/v1/lists', { params: { query } }))),
      everyPage((query) => ok(api.GET('/api/v1/campaigns', { params: { query } }))),
    ]);
    const options = (none: string, rows: readonly { id: string; name: string }[]) => [
      { value: '', label: none },
      ...rows.map(({ id, name }) => ({ value: id, label: name })),
    ];
    return {
      topics: options('All our mail', topics.data),
      lists: options('No list', lists.data),
      campaigns: options('No campaign', campaigns.data),
    };
  },
  // What was made on another page a moment ago is among them.
  staleTime: 0,
});

/** Reads forms anew after one was changed. */
export async function refreshForms(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['forms'] });
}
