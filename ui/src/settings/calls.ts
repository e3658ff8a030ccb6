import { queryOptions } from '@tanstack/svelte-query';
import type { RetentionCounts, RetentionRules } from '../../../domain/retention/rule.ts';
import type { components } from '../lib/api-types.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';
import { saveTenantPart, type Tenant } from './tenant-parts.ts';

/** The settings of the organisation. */
export const tenantSettings = queryOptions({ queryKey: ['tenant'], queryFn: () => ok(api.GET('/api/v1/tenant')) });

/** Saves some settings of the organisation over what others saved of the rest meanwhile. */
export const saveTenant = (read: Tenant, change: Partial<Tenant>): Promise<void> =>
  saveTenantPart(read, change, () => queryClient.fetchQuery({ ...tenantSettings, staleTime: 0 }));

/** Those who send: name, address, and whether mail of theirs is signed. */
export const senderList = queryOptions({
  queryKey: ['senders'],
  queryFn: () => ok(api.GET('/api/v1/senders')),
});

/** The domains that mail is sent from. */
export const sendingDomainList = queryOptions({
  queryKey: ['sending-domains'],
  queryFn: () => ok(api.GET('/api/v1/sending-domains')),
});

/** The domains whose mail waits until somebody acts. */
export const stoppedDomainList = queryOptions({
  queryKey: ['stopped-domains'],
  queryFn: () => ok(api.GET('/api/v1/stopped-domains')),
});

/** The mailboxes of one's own that get copies of broadcasts. */
export const seedList = queryOptions({
  queryKey: ['seeds'],
  queryFn: () => ok(api.GET('/api/v1/seeds')),
  // What DNS says of a new one comes a little later.
  refetchInterval: ({ state }) => (state.data?.data.some(({ provider }) => !provider.isKnown) ? 20_000 : false),
});

/** The mailboxes that are checked. */
export const mailboxList = queryOptions({ queryKey: ['mailboxes'], queryFn: () => ok(api.GET('/api/v1/mailboxes')) });

/** The organisation's own attributes of people. */
export const attributeList = queryOptions({
  queryKey: ['attributes'],
  queryFn: () => ok(api.GET('/api/v1/attributes', {})),
  staleTime: 60_000,
});

/** What people may choose to hear of. */
export const topicList = queryOptions({
  queryKey: ['topics'],
  queryFn: () => ok(api.GET('/api/v1/topics', {})),
  staleTime: 60_000,
});

/** One page of what other currencies are worth. */
export const exchangeRates = (cursor: string) =>
  queryOptions({
    queryKey: ['exchange-rates', cursor],
    queryFn: () =>
      ok(api.GET('/api/v1/exchange-rates', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } } })),
  });

/** The holidays of a year. */
export const holidaysOf = (year: number) =>
  queryOptions({
    queryKey: ['holidays', year],
    queryFn: () => ok(api.GET('/api/v1/holidays', { params: { query: { year, limit: 500 } } })),
  });

/** The message that asks people to confirm a sign-up. */
export const signUpMessage = queryOptions({
  queryKey: ['sign-up-message'],
  queryFn: () => ok(api.GET('/api/v1/sign-up-message')),
});

/** For how long what is kept. */
export const retentionSettings = queryOptions({
  queryKey: ['retention'],
  queryFn: () => ok(api.GET('/api/v1/retention')),
});

/** The retention rules with what was removed last. */
export interface Retention {
  rules: RetentionRules;
  lastRun: { at: string; removed: RetentionCounts } | null;
  version: number;
}

/** Reads a setting anew after it was changed. */
export async function refreshSettings(key: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [key] });
}

/** A mailbox that is checked. */
export type Mailbox = components['schemas']['Mailbox'];
