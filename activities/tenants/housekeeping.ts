import { sql } from 'kysely';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { listTenantsToCredit } from '../../db/queries/attribution/state.ts';
import { listTenantsWithAnswers } from '../../db/queries/inbound/told-answers.ts';
import { listTenantsToLook } from '../../db/queries/inbound/mailboxes.ts';
import { listTenantsToCompare } from '../../db/queries/content-items/rounds.ts';
import { listTenantsToWatch } from '../../db/queries/deliverability/deliverability.ts';
import { deleteCountsOfNobody } from '../../db/queries/consent/mail-frequency.ts';
import { deleteDeliveriesBefore } from '../../db/queries/deliverability/delivery-hours.ts';
import { deleteSeedSendsBefore } from '../../db/queries/seeds/placement.ts';
import { markExport } from '../../db/queries/people/exports.ts';
import { deleteExpiredFiles } from '../../db/queries/files.ts';
import { deleteIdempotencyKeysBefore } from '../../db/queries/idempotency.ts';
import { markImport } from '../../db/queries/imports/imports.ts';
import { markIntake } from '../../db/queries/intakes/intakes.ts';
import { deleteOldProviders } from '../../db/queries/deliverability/mail-providers.ts';
import { markJobRun } from '../../db/queries/jobs.ts';
import { advanceInstallationMark } from '../../db/queries/installation/mark.ts';
import { isAnythingDue, withTenantSql } from '../../db/queries/outbox/lease.ts';
import { listTenantsToCheck } from '../../db/queries/senders/sending-domains.ts';
import { deleteStaleBuckets } from '../../db/queries/deliverability/token-buckets.ts';
import {
  listDripsToWake,
  listNurturesToWake,
  listOpenCampaigns,
  listQueuedJobs,
  listTenantIds,
  listTenantsToAsk,
  listTenantsToCall,
  listTenantsToEngage,
  listTenantsToRecount,
  listTenantsToReport,
  listTenantsToSend,
  listTenantsToTell,
  type QueuedJob,
} from '../../db/queries/outbox/open-work.ts';
import { listTenantsToScore } from '../../db/queries/scoring/work.ts';
import { listTenantsToLearn } from '../../db/queries/scoring/models.ts';
import { listTenantsToDecide } from '../../db/queries/next-actions/work.ts';
import { listTenantsToRefresh } from '../../db/queries/segments/members.ts';
import { listTenantsToSuggest } from '../../db/queries/segments/suggestions.ts';
import { deleteWebhookEventsBefore } from '../../db/queries/webhooks/deliveries.ts';
import { listTenantsToDeliver } from '../../db/queries/webhooks/endpoints.ts';
import type { InstallationMark } from '../../domain/installation/mark.ts';
import { campaignWorkflowId } from '../../workflows/campaigns/messages.ts';
import { reportDelivery, reportDeliveryStart } from '../../workflows/reports/delivery.ts';
import { reportRebuild, reportRebuildStart } from '../../workflows/reports/rebuild.ts';
import { retention, retentionStart } from '../../workflows/tenants/retention.ts';
import { signUps, signUpsStart } from '../../workflows/people/sign-ups.ts';
import type { ActivityDeps } from '../deps.ts';
import type { ForwardingDeps } from '../inbound/answers-by-mail.ts';
import { mailOwners } from '../inbound/owner-mail.ts';
import { tellUntold } from '../approvals/untold-approvals.ts';
import {
  startQueuedJob,
  wakeAttributionOf,
  wakeCampaign,
  wakeContentOf,
  wakeDeliverabilityOf,
  wakeDomainChecksOf,
  wakeDripOf,
  wakeEngagementOf,
  wakeInboxOf,
  wakeNurtureOf,
  wakeScoringOf,
  wakeNextActionsOf,
  wakeSegmentsOf,
  wakeSuggestionsOf,
  wakeTrainingOf,
  wakeWebhookEventsOf,
  wakeWebhooksOf,
} from './wake-neglected.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** How many workflows a round had to wake, and whether there is so much to send that the next should come soon. */
export interface Round {
  outboxes: number;
  engagements: number;
  isBusy: boolean;
}

/** The activities of the workflow `housekeeping`. */
export type HousekeepingActivities = ReturnType<typeof createHousekeepingActivities>;

const day = 24 * 3600_000;

/** Days for which it is kept what endpoints were told of. */
const toldDays = 30;

/** Days for which what became of mail is kept by the hour. */
const deliveryDays = 400;

/** A round spends no more than this (milliseconds) on mail to owners: a mail server that hangs keeps nothing else from being woken. */
const mailingMs = 30_000;

/** Makes the activities that keep the installation in order. They see tenants' numbers, never their rows. */
export function createHousekeepingActivities(deps: Pick<ActivityDeps, 'temporal'> & ForwardingDeps) {
  const { database, directory, temporal, log } = deps;
  return {
    /** Moves the mark on; a database that was restored has its sending stopped here. */
    async advanceMark(remembered: InstallationMark | null): Promise<InstallationMark> {
      const { mark, restored } = await advanceInstallationMark(database.db, remembered);
      if (restored) log.error({ remembered, mark }, `sending was stopped for the whole installation: ${restored}`);
      return mark;
    },

    /** Wakes the workflows of tenants with messages or events that are due, or with segments that nobody refreshes. One that is at it anyway only hears of it. */
    async sweepTenants(nowIso: string): Promise<Round> {
      const toSend: string[] = [];
      for (const tenantId of await listTenantsToSend(directory.db, nowIso))
        if (await withTenantSql(database.sql, tenantId, (sql) => isAnythingDue(sql, nowIso))) toSend.push(tenantId);
      for (const tenantId of toSend) await wake(temporal, tenantId);
      // Work that has just come due is on its way already.
      const toEngage = await listTenantsToEngage(directory.db, new Date(Date.parse(nowIso) - 30_000).toISOString());
      for (const tenantId of toEngage) await wakeEngagementOf(temporal, tenantId);
      // A segment is looked at every five minutes; one that was not for longer has no workflow.
      const unwatched = await listTenantsToRefresh(
        directory.db,
        new Date(Date.parse(nowIso) - 15 * 60_000).toISOString(),
      );
      for (const tenantId of unwatched) await wakeSegmentsOf(temporal, tenantId);
      // A drip looks once a minute at most; one that has not looked for two was not told.
      const overdue = new Date(Date.parse(nowIso) - 120_000).toISOString();
      for (const drip of await listDripsToWake(directory.db, overdue)) await wakeDripOf(temporal, drip);
      for (const nurture of await listNurturesToWake(directory.db, overdue)) await wakeNurtureOf(temporal, nurture);
      for (const tenantId of await listTenantsToCall(directory.db, overdue)) await wakeWebhooksOf(temporal, tenantId);
      for (const tenantId of await listTenantsToLook(directory.db, overdue)) await wakeInboxOf(temporal, tenantId);
      // Whoever tells looks every few seconds while things happen; what waits for longer, nobody has seen.
      const untold = new Date(Date.parse(nowIso) - 10_000).toISOString();
      for (const tenantId of await listTenantsToDeliver(directory.db, untold))
        await wakeWebhookEventsOf(temporal, tenantId);
      const until = Date.now() + mailingMs;
      // Whoever asks for credits or next actions wakes their workflow too; what is still asked for after half a minute was not told.
      const uncredited = new Date(Date.parse(nowIso) - 30_000).toISOString();
      for (const tenantId of await listTenantsToCredit(directory.db, uncredited))
        await wakeAttributionOf(temporal, tenantId);
      const unscored = new Date(Date.parse(nowIso) - 120_000).toISOString();
      for (const tenantId of await listTenantsToScore(directory.db, unscored)) await wakeScoringOf(temporal, tenantId);
      for (const tenantId of await listTenantsToLearn(directory.db, unscored)) await wakeTrainingOf(temporal, tenantId);
      for (const tenantId of await listTenantsToDecide(directory.db, uncredited))
        await wakeNextActionsOf(temporal, tenantId);
      for (const tenantId of await listTenantsToWatch(directory.db, uncredited))
        await wakeDeliverabilityOf(temporal, tenantId);
      const toTell = [...(await listTenantsToTell(directory.db)), ...(await listTenantsWithAnswers(directory.db))];
      for (const tenantId of new Set(toTell)) {
        if (Date.now() > until) break;
        await mailOwners(deps, { tenantId, nowIso, until });
      }
      return { outboxes: toSend.length, engagements: toEngage.length, isBusy: toSend.length > 0 };
    },

    /**
     * Finds campaigns that are open in the database and that no workflow carries, and starts their workflows; returns how many. What
     * waits in open campaigns for an approval is told to who may give it and was never told.
     */
    async mendCampaigns(nowIso: string): Promise<number> {
      const open = await listOpenCampaigns(directory.db, nowIso);
      if (open.length === 0) return 0;
      for (const tenantId of new Set(open.map((campaign) => campaign.tenantId))) {
        const told = await tellUntold(deps, tenantId);
        if (told > 0) log.info({ tenant: tenantId, told }, 'approvals that wait were told to who may give them');
      }
      const carried = new Set<string>();
      const query = "WorkflowType = 'campaignLifecycle' and ExecutionStatus = 'Running'";
      for await (const { workflowId } of temporal.workflow.list({ query })) carried.add(workflowId);
      const missing = open.filter((campaign) => !carried.has(campaignWorkflowId(campaign)));
      for (const campaign of missing) {
        log.warn(
          { tenant: campaign.tenantId, campaign: campaign.campaignId },
          'an open campaign had no workflow; starting one',
        );
        await wakeCampaign(temporal, campaign);
      }
      return missing.length;
    },

    /**
     * Starts the workflows of imports, exports, intakes and sign-ups whose request died between the row and the start, and counts anew
     * what reports read where the clock has changed; returns how many jobs there were.
     */
    async mendJobs(nowIso: string): Promise<number> {
      const queued = await listQueuedJobs(directory.db, nowIso);
      for (const job of queued) {
        const runId = await startQueuedJob(temporal, job);
        await withTenant(database.db, job.tenantId, (db) => settleJob(db, job, runId));
      }
      const toAsk = await listTenantsToAsk(directory.db, nowIso);
      for (const tenantId of toAsk) await temporal.workflow.signalWithStart(signUps, signUpsStart({ tenantId }));
      for (const tenantId of await listTenantsToReport(
        directory.db,
        new Date(Date.parse(nowIso) - 120_000).toISOString(),
      ))
        await temporal.workflow.signalWithStart(reportDelivery, reportDeliveryStart({ tenantId }));
      // Content is compared once a day.
      const uncompared = new Date(Date.parse(nowIso) - 1.2 * day).toISOString();
      for (const tenantId of await listTenantsToCompare(directory.db, uncompared))
        await wakeContentOf(temporal, tenantId);
      // A domain is looked at when its time has come; one that was not for some minutes more has no workflow.
      const unchecked = new Date(Date.parse(nowIso) - 300_000).toISOString();
      for (const tenantId of await listTenantsToCheck(directory.db, unchecked))
        await wakeDomainChecksOf(temporal, tenantId);
      // Suggestions are looked for once a week; who was not looked at for longer has no workflow.
      const unlooked = new Date(Date.parse(nowIso) - 8 * day).toISOString();
      for (const tenantId of await listTenantsToSuggest(directory.db, unlooked))
        await wakeSuggestionsOf(temporal, tenantId);
      for (const tenantId of await listTenantsToRecount(directory.db))
        await temporal.workflow.start(reportRebuild, reportRebuildStart({ tenantId }));
      if (queued.length > 0)
        log.warn({ count: queued.length }, 'imports, exports or intakes waited for their workflow');
      return queued.length + toAsk.length;
    },

    /** Once a day: partitions ahead of time, away with keys and files whose time is over, and every tenant's own retention rules. */
    async daily(nowIso: string): Promise<void> {
      await sql`select ensure_engagement_partitions()`.execute(directory.db);
      await deleteStaleBuckets(database.db);
      await deleteOldProviders(database.db);
      const before = new Date(Date.parse(nowIso) - 2 * day);
      for (const tenantId of await listTenantIds(directory.db)) {
        await withTenant(database.db, tenantId, async (db) => {
          await deleteIdempotencyKeysBefore(db, before);
          await deleteExpiredFiles(db, nowIso);
          await deleteWebhookEventsBefore(db, new Date(Date.parse(nowIso) - toldDays * day));
          await deleteDeliveriesBefore(db, new Date(Date.parse(nowIso) - deliveryDays * day));
          await deleteSeedSendsBefore(db, new Date(Date.parse(nowIso) - deliveryDays * day));
          await deleteCountsOfNobody(db);
        });
        await temporal.workflow.start(retention, retentionStart({ tenantId }));
        // These end where there is nothing to do for them.
        await wakeDeliverabilityOf(temporal, tenantId);
        await wakeScoringOf(temporal, tenantId);
        await wakeTrainingOf(temporal, tenantId);
      }
    },
  };
}

const lost = 'Its workflow was ended before it had begun. Nothing was done; start it again.';

/** Notes the run that carries a job now; without one the job has failed, and its page says so. */
async function settleJob(db: TenantDb, { id, kind }: QueuedJob, runId: string | null): Promise<void> {
  if (runId) return markJobRun(db, kind === 'dryRun' ? 'imports' : `${kind}s`, { id, runId });
  const move = { from: ['queued'], to: 'failed' } as const;
  if (kind === 'export') await markExport(db, id, { ...move, values: { failure: lost } });
  else if (kind === 'intake') await markIntake(db, id, { ...move, failure: lost });
  else await markImport(db, id, { ...move, failure: lost });
}
