import { queryOptions } from '@tanstack/svelte-query';
import type { InboundFilter } from '../../../domain/inbound/kept-mail.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';

/** Which mails are wanted. */
export interface MailQuery {
  filter?: InboundFilter;
  q?: string;
  ruleId?: string;
  cursor?: string;
  limit: number;
}

/** A page of what came back. */
export const inboundMails = (query: MailQuery) =>
  queryOptions({
    queryKey: ['inbound', 'mails', query],
    queryFn: () => ok(api.GET('/api/v1/inbound-mails', { params: { query } })),
  });

/** How many of which kind came. */
export const inboundCounts = queryOptions({
  queryKey: ['inbound', 'counts'],
  queryFn: () => ok(api.GET('/api/v1/inbound-mails/counts')),
});

/** One mail with its text. */
export const inboundMailById = (id: string) =>
  queryOptions({
    queryKey: ['inbound', 'mail', id],
    queryFn: () => ok(api.GET('/api/v1/inbound-mails/{id}', { params: { path: { id } } })),
  });

/** What was taught. */
export const inboundRules = (cursor: string) =>
  queryOptions({
    queryKey: ['inbound', 'rules', cursor],
    queryFn: () =>
      ok(api.GET('/api/v1/inbound-rules', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
  });

/** What a phrase would decide of what waits. */
export const phraseReach = (phrase: string) =>
  queryOptions({
    queryKey: ['inbound', 'reach', phrase],
    queryFn: () => ok(api.GET('/api/v1/inbound-rules/reach', { params: { query: { phrase } } })),
  });

/** Takes a rule back, however many requests that needs; how many mails wait again. */
export async function undoRule(id: string): Promise<number> {
  for (let mails = 0; ;) {
    const round = await ok(api.POST('/api/v1/inbound-rules/{id}/undo', { params: { path: { id } } }));
    mails += round.mails;
    if (round.isDone) return mails;
  }
}

/** Lets a rule decide what it has not yet; how many mails it decided. */
export async function applyRule(id: string): Promise<number> {
  for (let mails = 0; ;) {
    const round = await ok(api.POST('/api/v1/inbound-rules/{id}/apply', { params: { path: { id } } }));
    mails += round.mails;
    if (round.isDone) return mails;
  }
}

/** Nothing follows from a mail that waits. */
export async function settleMail(id: string): Promise<void> {
  await ok(api.POST('/api/v1/inbound-mails/{id}/settle', { params: { path: { id } } }));
  await refreshInbound();
}

/** Everything that is shown of what came back is read anew. */
export async function refreshInbound(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['inbound'] });
}
