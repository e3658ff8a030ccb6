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

/** The settings of scoring, and the version that the answer is tagged with. */
type VersionedSettings = ScoringSettings & { version: number };

/** What an organisation says about learning. */
export const scoringSettings = queryOptions({
  queryKey: ['models', 'settings'],
  queryFn: async (): Promise<VersionedSettings> => {
    const answer = await api.GET('/api/v1/models/settings');
    const settings = await ok(Promise.resolve(answer));
    return { ...settings, version: Number(answer.response.headers.get('etag')?.replaceAll('"', '') ?? 0) };
  },
});

/** Changes some of the settings, where they are still as they were seen. */
export const saveSettings = (
  { version, ...seen }: VersionedSettings,
  change: Partial<ScoringSettings>,
): Promise<ScoringSettings> =>
  ok(
    api.PUT('/api/v1/models/settings', {
      params: { header: { 'If-Match': `"${version}"` } },
      body: { ...seen, ...change },
    }),
  );

/** Everything about models is read anew. */
export const refreshModels = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['models'] });
