import { queryOptions } from '@tanstack/svelte-query';
import type { ScoringSettings } from '../../../domain/scoring/settings.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** While a model is being learned the page looks again this often (milliseconds). */
const learningMs = 3000;

/** What scores people, and what there is to learn from. */
export const scoringState = queryOptions({
  queryKey: ['models', 'state'],
  queryFn: () => ok(api.GET('/api/v1/models/state')),
  refetchInterval: ({ state }) => (state.data?.learningSince ? learningMs : false),
});

/** The models that were learned, the newest first. */
export const modelList = queryOptions({
  queryKey: ['models', 'list'],
  queryFn: () => ok(api.GET('/api/v1/models', { params: { query: { limit: 50 } } })),
});

/** A model with everything that is known of it. */
export const modelById = (id: string) =>
  queryOptions({
    queryKey: ['models', 'one', id],
    queryFn: () => ok(api.GET('/api/v1/models/{id}', { params: { path: { id } } })),
  });

/** What is declared to be written after the outcome; the version is the one that the answer is tagged with. */
export const declaredSettings = queryOptions({
  queryKey: ['models', 'settings'],
  queryFn: async (): Promise<ScoringSettings & { version: number }> => {
    const answer = await api.GET('/api/v1/models/settings');
    const settings = await ok(Promise.resolve(answer));
    return { ...settings, version: Number(answer.response.headers.get('etag')?.replaceAll('"', '') ?? 0) };
  },
});

/** Everything about models is read anew. */
export const refreshModels = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['models'] });
