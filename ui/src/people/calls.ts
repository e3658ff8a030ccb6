import { queryOptions } from '@tanstack/svelte-query';
import type { Person } from '../../../domain/people/person.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** One person. */
export const personById = (id: string) =>
  queryOptions({
    queryKey: ['people', id],
    queryFn: () => ok(api.GET('/api/v1/people/{id}', { params: { path: { id } } })),
  });

/** How somebody came to be a lead, and what became of it. */
export const leadOf = (id: string) =>
  queryOptions({
    queryKey: ['people', id, 'lead'],
    queryFn: () => ok(api.GET('/api/v1/people/{id}/lead', { params: { path: { id } } })),
  });

/** One account. */
export const accountById = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id],
    queryFn: () => ok(api.GET('/api/v1/accounts/{id}', { params: { path: { id } } })),
  });

/** Everything that is shown of people is read anew, and how many there are, which nobody has to wait for; a fresher person is put in place at once. */
export async function refreshPeople(person?: Person): Promise<void> {
  if (person) queryClient.setQueryData(['people', person.id], person);
  void queryClient.invalidateQueries({ queryKey: ['overview'], exact: true });
  await queryClient.invalidateQueries({ queryKey: ['people'] });
}

/** After two became one, or a lead a contact: what counts people counts them anew. */
export async function refreshCounts(person: Person): Promise<void> {
  const counted = ['lists', 'segments', 'accounts'].map((name) => queryClient.invalidateQueries({ queryKey: [name] }));
  await Promise.all([refreshPeople(person), refreshCampaigns(), ...counted]);
}
