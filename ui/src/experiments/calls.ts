import { keepPreviousData, queryOptions } from '@tanstack/svelte-query';
import type { Experiment, ExperimentPlan, ExperimentSource } from '../../../domain/experiments/experiment.ts';
import type { PlanQuestion } from '../../../domain/experiments/plan-question.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** Which test of which campaign. */
export interface ExperimentRef {
  id: string;
  experimentId: string;
}

/** How often what moves by itself is read anew, in milliseconds. */
const beat = 15_000;
const base = '/api/v1/campaigns/{id}/experiments/{experimentId}';

/** The tests of a campaign. */
export const experimentsOf = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'experiments'],
    queryFn: () => ok(api.GET('/api/v1/campaigns/{id}/experiments', { params: { path: { id } } })),
    refetchInterval: beat,
  });

/** One test with its results. */
export const experimentById = (path: ExperimentRef) =>
  queryOptions({
    queryKey: ['campaigns', path.id, 'experiments', path.experimentId],
    queryFn: () => ok(api.GET(base, { params: { path } })),
    refetchInterval: beat,
  });

/** How many people a test takes. */
export const planOf = (body: PlanQuestion) =>
  queryOptions({
    queryKey: ['experiments', 'plan', body],
    queryFn: () => ok(api.POST('/api/v1/experiments/plan', { body })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

/** Adds a test to a campaign. */
export async function createExperiment(
  id: string,
  body: { source: ExperimentSource; variants: ExperimentPlan['variants'] },
): Promise<Experiment> {
  const made = await ok(api.POST('/api/v1/campaigns/{id}/experiments', { params: { path: { id } }, body }));
  await refreshCampaigns();
  return made;
}

/** Changes one that has not begun, unless somebody else was faster. */
export async function saveExperiment(test: Experiment, body: Partial<ExperimentPlan>): Promise<Experiment> {
  const path = { id: test.campaignId, experimentId: test.id };
  const saved = await ok(api.PATCH(base, { params: { path }, headers: ifMatch(test), body }));
  queryClient.setQueryData(experimentById(path).queryKey, saved);
  await refreshCampaigns();
  return saved;
}

/** Removes one that has not begun. */
export async function deleteExperiment(path: ExperimentRef): Promise<void> {
  await ok(api.DELETE(base, { params: { path } }));
  await refreshCampaigns();
}

/** Ends one: with the variant that is chosen, or with the one that is set for no winner. */
export async function endExperiment(path: ExperimentRef, variant: Experiment['fallback'] | null): Promise<void> {
  const ended = variant
    ? await ok(api.POST(`${base}/choose`, { params: { path }, body: { variant } }))
    : await ok(api.POST(`${base}/stop`, { params: { path } }));
  queryClient.setQueryData(experimentById(path).queryKey, ended);
  await refreshCampaigns();
}
