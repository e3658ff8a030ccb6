import { queryOptions } from '@tanstack/svelte-query';
import type { components, paths } from '../lib/api-types.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** A decision as the API gives it. */
export type NextAction = components['schemas']['NextAction'];

/** A policy as the API gives it. */
export type Policy = paths['/api/v1/next-actions/policy']['get']['responses'][200]['content']['application/json'];

/** A policy as it is set. */
export type PolicyDraft = paths['/api/v1/next-actions/policy']['put']['requestBody']['content']['application/json'];

/** What acting brought, with the weekly evaluations. */
export type Effect = paths['/api/v1/next-actions/effect']['get']['responses'][200]['content']['application/json'];

/** What decisions are narrowed by. */
export type NextActionQuery = NonNullable<paths['/api/v1/next-actions']['get']['parameters']['query']>;

/** A task in a list as the API gives it. */
export type ListedTask = components['schemas']['ListedTask'];

/** What tasks are narrowed by. */
export type TaskQuery = NonNullable<paths['/api/v1/tasks']['get']['parameters']['query']>;

/** A page of tasks. */
export const taskList = (query: TaskQuery) =>
  queryOptions({
    queryKey: ['next-actions', 'tasks', query],
    queryFn: () => ok(api.GET('/api/v1/tasks', { params: { query } })),
  });

/** A page of decisions. */
export const nextActionList = (query: NextActionQuery) =>
  queryOptions({
    queryKey: ['next-actions', 'list', query],
    queryFn: () => ok(api.GET('/api/v1/next-actions', { params: { query } })),
  });

/** What was and is next for a person, with their tasks. */
export const nextActionsOf = (personId: string) =>
  queryOptions({
    queryKey: ['next-actions', 'person', personId],
    queryFn: () => ok(api.GET('/api/v1/people/{id}/next-actions', { params: { path: { id: personId } } })),
  });

const which = (campaignId: string | undefined) => ({ query: campaignId ? { campaignId } : {} });

/** The policy of the organisation, or of a campaign. */
export const policyOf = (campaignId?: string) =>
  queryOptions({
    queryKey: ['next-actions', 'policy', campaignId ?? ''],
    queryFn: () => ok(api.GET('/api/v1/next-actions/policy', { params: which(campaignId) })),
  });

/** What can be offered. */
export const targets = queryOptions({
  queryKey: ['next-actions', 'targets'],
  queryFn: () => ok(api.GET('/api/v1/next-actions/targets')),
});

/** What acting brought. */
export const effectOf = (campaignId?: string) =>
  queryOptions({
    queryKey: ['next-actions', 'effect', campaignId ?? ''],
    queryFn: () => ok(api.GET('/api/v1/next-actions/effect', { params: which(campaignId) })),
  });

/** Everything that is shown of next actions is read anew. */
export const refreshNextActions = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['next-actions'] });

const at = (id: string) => ({ params: { path: { id } } });

/** Does what is suggested. */
export async function accept(id: string): Promise<void> {
  await ok(api.POST('/api/v1/next-actions/{id}/accept', at(id)));
  await refreshNextActions();
}

/** Does what is suggested for many; returns for how many. */
export async function acceptAll(ids: string[]): Promise<number> {
  const { accepted } = await ok(api.POST('/api/v1/next-actions/accept', { body: { ids } }));
  await refreshNextActions();
  return accepted;
}

/** Refuses what is suggested. */
export async function reject(id: string, reason: string): Promise<void> {
  await ok(api.POST('/api/v1/next-actions/{id}/reject', { ...at(id), body: { reason } }));
  await refreshNextActions();
}

/** Says that what was accepted is finished. */
export async function finish(id: string): Promise<void> {
  await ok(api.POST('/api/v1/next-actions/{id}/done', at(id)));
  await refreshNextActions();
}

/** Says that a task is done. */
export async function finishTask(id: string): Promise<void> {
  await ok(api.POST('/api/v1/tasks/{id}/done', at(id)));
  await refreshNextActions();
}

/** Sets a policy at the version that was read. */
export async function setPolicy(read: Policy, draft: PolicyDraft, campaignId?: string): Promise<void> {
  await ok(api.PUT('/api/v1/next-actions/policy', { params: which(campaignId), headers: ifMatch(read), body: draft }));
  await refreshNextActions();
}

/** Looks at the members of a campaign; returns how many. */
export async function lookAtMembers(campaignId: string): Promise<number> {
  const { people } = await ok(
    api.POST('/api/v1/campaigns/{id}/next-actions/look', { params: { path: { id: campaignId } } }),
  );
  return people;
}
