import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { requestWake } from '../../db/queries/drips/enrolments.ts';
import { leaseCalls, markCall, readCallOutlook, type LeasedCall } from '../../db/queries/drips/calls.ts';
import { listWebhookSecrets } from '../../db/queries/webhooks/secrets.ts';
import { openSecrets } from '../../db/sealing.ts';
import { judgeAnswer, type CallVerdict } from '../../domain/webhooks/call.ts';
import { webhookPurpose } from '../../domain/webhooks/secret.ts';
import type { WebhooksRef } from '../../workflows/webhooks/delivery.ts';
import type { ActivityDeps } from '../deps.ts';
import { wakeDripOf } from '../tenants/wake-neglected.ts';
import { signedCall } from './body.ts';
import { createWebhookCaller } from './caller.ts';

/** What a round did and what is left; numbers and times only. */
export interface WebhookRound {
  done: number;
  givenUp: number;
  again: number;
  left: number;
  /** When the next call is due; null: none is left that may be made. */
  nextTryAt: string | null;
}

/** Calls that are made at once. */
const atOnce = 16;
/** A round gives its slot back after this long. */
const roundMs = 60_000;

/** The activities that call webhooks. */
export function createWebhookActivities(
  deps: Pick<ActivityDeps, 'database' | 'temporal' | 'webhooks'> & { mailer: Pick<ActivityDeps['mailer'], 'ring'> },
) {
  const { database, temporal, mailer } = deps;
  const caller = deps.webhooks ?? createWebhookCaller();

  return {
    /**
     * Makes the calls that are due, some at a time, and keeps what came of each. May be killed at any moment: a call that was under way
     * is made again when its lease has run out, under the same id.
     */
    async deliverWebhooks({ tenantId, now }: WebhooksRef & { now: string }): Promise<WebhookRound> {
      const { heartbeat, cancellationSignal } = Context.current();
      const began = Date.now();
      const counts = { done: 0, givenUp: 0, again: 0 };
      // The clock of the business goes on while calls are made.
      const moment = () => new Date(Date.parse(now) + Date.now() - began).toISOString();
      while (Date.now() - began < roundMs && !cancellationSignal.aborted) {
        const leaseId = randomUUID();
        const [calls, secrets] = await withTenant(database.db, tenantId, async (db) => [
          await leaseCalls(db, { nowIso: moment(), leaseId, limit: atOnce }),
          openSecrets(mailer.ring, webhookPurpose, await listWebhookSecrets(db)),
        ]);
        if (calls.length === 0) break;
        const verdicts = await Promise.all(calls.map((call) => attempt(call, { secrets, nowIso: moment() })));
        for (const { kind } of verdicts) counts[kind]++;
        heartbeat(counts);
        const woken = await withTenant(database.db, tenantId, async (db) => {
          for (const [index, call] of calls.entries()) {
            await markCall(db, { id: call.id, leaseId, ...marked(verdicts[index]!, moment()) });
          }
          const over = calls.filter((_, index) => verdicts[index]!.kind !== 'again');
          const dripIds = [...new Set(over.map(({ dripId }) => dripId))].sort();
          const asked: string[] = [];
          for (const dripId of dripIds) if (await requestWake(db, dripId, moment())) asked.push(dripId);
          return asked;
        });
        for (const dripId of woken) await wakeDripOf(temporal, { tenantId, dripId });
      }
      const { left, nextTryAt } = await withTenant(database.db, tenantId, readCallOutlook);
      return { ...counts, left, nextTryAt: nextTryAt?.toISOString() ?? null };
    },
  };

  async function attempt(
    call: LeasedCall,
    { secrets, nowIso }: { secrets: readonly string[]; nowIso: string },
  ): Promise<CallVerdict> {
    const answer =
      secrets.length === 0
        ? ({ kind: 'failed', problem: 'no_secret' } as const)
        : await caller.call(signedCall(call, { secrets, nowIso }));
    return judgeAnswer(answer, { attempts: call.attempts, random: Math.random() });
  }
}

/** The activities that call webhooks, as workflows see them. */
export type WebhookActivities = ReturnType<typeof createWebhookActivities>;

function marked(verdict: CallVerdict, nowIso: string) {
  switch (verdict.kind) {
    case 'done':
      return { status: 'done', responseStatus: verdict.status, problem: null, nextTryIso: nowIso, nowIso } as const;
    case 'givenUp': {
      const { status: responseStatus, problem } = verdict;
      return { status: 'failed', responseStatus, problem, nextTryIso: nowIso, nowIso } as const;
    }
    case 'again': {
      const nextTryIso = new Date(Date.parse(nowIso) + verdict.afterMs).toISOString();
      const { status: responseStatus, problem } = verdict;
      return { status: 'waiting', responseStatus, problem, nextTryIso, nowIso } as const;
    }
  }
}
