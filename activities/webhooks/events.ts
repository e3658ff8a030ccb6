import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { listMembersWithRole } from '../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { insertTenantNotice } from '../../db/queries/notifications/tenant-notices.ts';
import { holdWhomEventsAreAbout } from '../../db/queries/webhooks/answers.ts';
import {
  leaseDeliveries,
  markDelivery,
  readDeliveryOutlook,
  type LeasedDelivery,
} from '../../db/queries/webhooks/deliveries.ts';
import {
  disableEndpoint,
  listCalledEndpoints,
  markEndpointHealth,
  type CalledEndpoint,
} from '../../db/queries/webhooks/endpoints.ts';
import { openSecrets } from '../../db/sealing.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { CallAnswer } from '../../domain/webhooks/call.ts';
import { hasFailedForLong, judgeDelivery, keptOfAnswer, type DeliveryVerdict } from '../../domain/webhooks/delivery.ts';
import { endpointPurpose } from '../../domain/webhooks/endpoint.ts';
import { payloadOf } from '../../domain/webhooks/event.ts';
import type { WebhookEventsRef } from '../../workflows/webhooks/events.ts';
import type { ActivityDeps } from '../deps.ts';
import { signedRequest } from './body.ts';
import { createWebhookCaller } from './caller.ts';

/** What a round did and what is left; numbers and times only. */
export interface DeliveryRound {
  done: number;
  again: number;
  givenUp: number;
  /** Endpoints that are called no more since this round. */
  disabled: number;
  /** Endpoints that are told of anything. */
  endpoints: number;
  left: number;
  /** When the next delivery is due; null: none is left. */
  nextTryAt: string | null;
}

/** Calls that are made at once, and to one endpoint. */
const atOnce = 24;
const eachAtOnce = 8;
/** A round gives its slot back after this long. */
const roundMs = 60_000;

/** The activities that tell endpoints what happened. */
export type WebhookEventActivities = ReturnType<typeof createWebhookEventActivities>;

/** An attempt with what came of it. */
interface Attempted {
  delivery: LeasedDelivery;
  verdict: DeliveryVerdict;
  attempt: { at: string; status: number | null; problem: string | null; ms: number; start: string };
}

/** Makes the activity that tells endpoints what happened. */
export function createWebhookEventActivities(
  deps: Pick<ActivityDeps, 'database' | 'directory' | 'webhooks' | 'log'> & {
    mailer: Pick<ActivityDeps['mailer'], 'ring'>;
  },
) {
  const { database, directory, mailer, log } = deps;
  const caller = deps.webhooks ?? createWebhookCaller();

  return {
    /**
     * Makes the deliveries that are due, some at a time, and keeps what came of each. May be killed at any moment: one that was under way
     * is made again when its lease has run out, under the same id.
     */
    async deliverEvents({ tenantId, now }: WebhookEventsRef & { now: string }): Promise<DeliveryRound> {
      const { heartbeat, cancellationSignal } = Context.current();
      const began = Date.now();
      const counts = { done: 0, again: 0, givenUp: 0, disabled: 0 };
      // The clock of the business goes on while calls are made.
      const moment = () => new Date(Date.parse(now) + Date.now() - began).toISOString();
      const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
      // One that failed is left alone for the rest of the round: another call at once would only meet the same.
      const spare = new Set<string>();
      while (Date.now() - began < roundMs && !cancellationSignal.aborted) {
        const leaseId = randomUUID();
        const { leased, endpoints } = await inTenant(async (db) => {
          const bounds = { limit: atOnce, each: eachAtOnce, spare: [...spare] };
          const leased = await leaseDeliveries(db, { nowIso: moment(), leaseId, ...bounds });
          return {
            leased,
            endpoints: await listCalledEndpoints(db, [...new Set(leased.map((one) => one.endpointId))]),
          };
        });
        if (leased.length === 0) break;
        const attempted = await Promise.all(
          leased.flatMap((delivery) => {
            const endpoint = endpoints.get(delivery.endpointId);
            return endpoint ? [attempt({ delivery, endpoint, nowIso: moment() })] : [];
          }),
        );
        for (const { verdict } of attempted) counts[verdict.kind === 'gone' ? 'givenUp' : verdict.kind] += 1;
        for (const endpointId of unwellAmong(attempted)) spare.add(endpointId);
        heartbeat(counts);
        const over = await inTenant((db) => keep(db, { attempted, endpoints, leaseId, nowIso: moment() }));
        for (const stop of over)
          counts.disabled += (await stopTelling({ tenantId, ...stop, nowIso: moment() })) ? 1 : 0;
      }
      const { nextTryAt, ...outlook } = await inTenant((db) => readDeliveryOutlook(db, moment()));
      return { ...counts, ...outlook, nextTryAt: nextTryAt?.toISOString() ?? null };
    },
  };

  async function attempt(call: {
    delivery: LeasedDelivery;
    endpoint: CalledEndpoint;
    nowIso: string;
  }): Promise<Attempted> {
    const { delivery, endpoint, nowIso } = call;
    // Where none opens its endpoint waits for another, and holds up nobody else.
    const secrets = openSecrets(mailer.ring, endpointPurpose, endpoint.sealed);
    const began = Date.now();
    const answer: CallAnswer =
      secrets.length > 0
        ? await caller.call({
            ...signedRequest(
              { url: endpoint.url, id: delivery.eventId, payload: payloadOf(delivery) },
              { secrets, nowIso },
            ),
            keepBytes: keptOfAnswer,
          })
        : { kind: 'failed', problem: 'no_secret' };
    const verdict = judgeDelivery(answer, { attempts: delivery.attempts, random: Math.random() });
    const answered = answer.kind === 'answered' ? answer : null;
    return {
      delivery,
      verdict,
      attempt: {
        at: nowIso,
        status: answered?.status ?? null,
        problem: verdict.problem,
        ms: Date.now() - began,
        // Postgres keeps no NUL in a text.
        start: (answered?.start ?? '').replaceAll('\0', ''),
      },
    };
  }

  /** Tells an endpoint nothing any more, and whoever can mend it. */
  async function stopTelling(stop: {
    tenantId: string;
    id: string;
    url: string;
    why: 'gone' | 'failing';
    nowIso: string;
  }): Promise<boolean> {
    const { tenantId, id, url, why, nowIso } = stop;
    const userIds = await listMembersWithRole(directory.db, tenantId, ['admin']);
    const isNew = await withTenant(database.db, tenantId, async (db) => {
      if (!(await disableEndpoint(db, { id, why, nowIso }))) return false;
      await insertAudit(db, systemActor(tenantId, 'webhook delivery'), {
        action: 'webhookEndpoint.disable',
        entityKind: 'webhookEndpoint',
        entityId: id,
        before: { disabledFor: null },
        after: { disabledFor: why },
      });
      const { origin, pathname } = new URL(url);
      // What stands behind the path may be a secret.
      const notice = { kind: 'webhookDisabled', subject: `${origin}${pathname}`, cause: why, evidence: '' } as const;
      await insertTenantNotice(db, { ...notice, userIds, since: new Date() });
      return true;
    });
    if (isNew) log.warn({ tenant: tenantId, endpoint: id, why }, 'a webhook endpoint is called no more');
    return isNew;
  }
}

/** The endpoints of which no call did what it should. */
function unwellAmong(attempted: readonly Attempted[]): Set<string> {
  const unwell = new Set(attempted.map(({ delivery }) => delivery.endpointId));
  for (const { delivery, verdict } of attempted) if (verdict.kind === 'done') unwell.delete(delivery.endpointId);
  return unwell;
}

/** Writes what came of attempts, and how each endpoint fares by them; returns the endpoints that are to be called no more. */
async function keep(
  db: TenantDb,
  input: {
    attempted: readonly Attempted[];
    endpoints: ReadonlyMap<string, CalledEndpoint>;
    leaseId: string;
    nowIso: string;
  },
): Promise<{ id: string; url: string; why: 'gone' | 'failing' }[]> {
  const { attempted, endpoints, leaseId, nowIso } = input;
  await holdWhomEventsAreAbout(
    db,
    attempted.map(({ delivery }) => delivery.eventId),
  );
  for (const { delivery, verdict, attempt } of attempted) {
    const afterMs = verdict.kind === 'again' ? verdict.afterMs : 0;
    await markDelivery(db, {
      id: delivery.id,
      leaseId,
      status: verdict.kind === 'again' ? 'waiting' : verdict.kind === 'done' ? 'done' : 'failed',
      nextTryIso: new Date(Date.parse(nowIso) + afterMs).toISOString(),
      nowIso,
      attempt,
    });
  }
  const over: { id: string; url: string; why: 'gone' | 'failing' }[] = [];
  for (const endpoint of [...endpoints.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const own = attempted.filter(({ delivery }) => delivery.endpointId === endpoint.id);
    const isWell = own.some(({ verdict }) => verdict.kind === 'done');
    if (own.length > 0) await markEndpointHealth(db, { id: endpoint.id, failedAtIso: isWell ? null : nowIso });
    const { id, url, failingSince } = endpoint;
    if (own.some(({ verdict }) => verdict.kind === 'gone')) over.push({ id, url, why: 'gone' });
    else if (own.length > 0 && !isWell && hasFailedForLong(failingSince, new Date(nowIso)))
      over.push({ id, url, why: 'failing' });
  }
  return over;
}
