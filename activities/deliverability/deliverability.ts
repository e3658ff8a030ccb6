import { withTenant, type TenantDb } from '../../db/connection.ts';
import { listMembersWithRole } from '../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import {
  findDeliverabilityLook,
  listSignedDomains,
  putDeliverabilityLook,
  takeDeliverabilityWork,
} from '../../db/queries/deliverability/deliverability.ts';
import {
  listReceivingDomains,
  listSenderSpans,
  rebuildDeliveries,
  type SenderSpan,
} from '../../db/queries/deliverability/delivery-hours.ts';
import { listSeedDomains } from '../../db/queries/seeds/seeds.ts';
import { listStoppedDomains, pauseDomain } from '../../db/queries/deliverability/stopped-domains.ts';
import { insertTenantNotice } from '../../db/queries/notifications/tenant-notices.ts';
import { addCounts, figuresOf } from '../../domain/deliverability/counts.ts';
import { judgeSenders, pauseSpans, type DomainVerdict } from '../../domain/deliverability/pause.ts';
import { scoreOf } from '../../domain/deliverability/score.ts';
import { signedShare } from '../../domain/deliverability/signed-share.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { DeliverabilityRef } from '../../workflows/deliverability/watch.ts';
import type { ActivityDeps } from '../deps.ts';
import { openProviderBook } from './mail-providers.ts';

/** What a look found: numbers only. */
export interface DeliverabilityLook {
  /** Messages of the last 30 days, and of the last one. */
  sent: number;
  sentLately: number;
  domains: number;
  /** Domains that this look has paused, and those that are close to it. */
  paused: number;
  warned: number;
  score: number | null;
}

/** The activities of the workflow `deliverabilityWatch`. */
export type DeliverabilityActivities = ReturnType<typeof createDeliverabilityActivities>;

const day = 24 * 3600_000;

/** Days of history that are counted when a tenant's mail is looked at for the first time. */
const historyDays = 90;

/** Whoever was warned is not warned of the same again for so many days. */
const quietDays = 7;

/** Receiving domains of which one look finds out who takes their mail, those with the most mail first. */
const mostAsked = 500;

/** Makes the activity that watches how mail fares. */
export function createDeliverabilityActivities({
  database,
  directory,
  log,
  domainChecks,
}: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'domainChecks'>) {
  const providers = openProviderBook(database, domainChecks?.dns);
  return {
    /**
     * Judges each domain of senders by what became of its mail, pauses those that must not go on, tells those who can do something
     * about it, and keeps the score. Doing it again pauses and tells nobody twice.
     */
    async lookAtDeliverability({ tenantId, now }: DeliverabilityRef & { now: string }): Promise<DeliverabilityLook> {
      const members = await listMembersWithRole(directory.db, tenantId, ['admin', 'manager', 'operator']);
      const look = await withTenant(database.db, tenantId, async (db) => {
        await takeDeliverabilityWork(db);
        if (!(await findDeliverabilityLook(db)))
          await rebuildDeliveries(db, new Date(Date.parse(now) - historyDays * day));
        const spans = await listSenderSpans(db, { nowIso: now, days: pauseSpans });
        const verdicts = judgeSenders(spans);
        const paused = await pauseDomains(db, tenantId, { spans, verdicts });
        await tell(db, { verdicts, members, now });
        const month = addCounts(spans.filter(({ days }) => days === 30).map(({ counts }) => counts));
        const signed = signedShare(
          spans.filter(({ days }) => days === 30),
          await listSignedDomains(db),
        );
        const { score } = scoreOf(figuresOf(month), signed);
        await putDeliverabilityLook(db, { lookedAt: now, score });
        return {
          sent: month.sent ?? 0,
          sentLately: addCounts(spans.filter(({ days }) => days === 1).map(({ counts }) => counts)).sent ?? 0,
          domains: verdicts.size,
          paused,
          warned: [...verdicts.values()].filter(({ kind }) => kind === 'warn').length,
          score,
        };
      });
      // The providers behind receiving domains are looked up in DNS for the next look; nothing waits for that.
      await providers.look(
        await withTenant(database.db, tenantId, async (db) => [
          ...(await listReceivingDomains(db, { nowIso: now, limit: mostAsked })),
          ...(await listSeedDomains(db)),
        ]),
      );
      if (look.paused > 0) log.error({ tenant: tenantId, paused: look.paused }, 'mail of domains was paused');
      return look;
    },
  };
}

/** Stops the domains that must not go on; returns how many of them went on until now. Whoever let one go on meanwhile wins. */
async function pauseDomains(
  db: TenantDb,
  tenantId: string,
  { spans, verdicts }: { spans: readonly SenderSpan[]; verdicts: Map<string, DomainVerdict> },
): Promise<number> {
  const judgedFrom = new Map(spans.map((span) => [span.senderDomain, span.judgedFrom]));
  let paused = 0;
  for (const [domain, verdict] of verdicts) {
    if (verdict.kind !== 'pause') continue;
    const code = `${verdict.part}/${verdict.whole}`;
    const stop = { domain, cause: verdict.cause, code, judgedFrom: judgedFrom.get(domain) ?? null };
    if (!(await pauseDomain(db, stop))) continue;
    paused += 1;
    await insertAudit(db, systemActor(tenantId, 'deliverability watch'), {
      action: 'sendingDomain.stop',
      entityKind: 'sendingDomain',
      entityId: null,
      after: { domain, stoppedFor: `${verdict.cause} ${code}` },
    });
  }
  return paused;
}

/** Tells of what is stopped, by this look or by a refusal, once for each time; and once a week of what is close to it. */
async function tell(
  db: TenantDb,
  { verdicts, members, now }: { verdicts: Map<string, DomainVerdict>; members: readonly string[]; now: string },
): Promise<void> {
  const stopped = await listStoppedDomains(db);
  for (const { domain, cause, code, since } of stopped)
    if (cause !== 'key')
      await insertTenantNotice(db, {
        kind: 'domainPaused',
        subject: domain,
        cause,
        evidence: code ?? '',
        userIds: members,
        since,
      });
  const isStopped = new Set(stopped.map(({ domain }) => domain));
  for (const [subject, verdict] of verdicts)
    if (verdict.kind === 'warn' && !isStopped.has(subject))
      await insertTenantNotice(db, {
        kind: 'domainWarned',
        subject,
        cause: verdict.cause,
        evidence: `${verdict.part}/${verdict.whole}`,
        userIds: members,
        since: new Date(Date.parse(now) - quietDays * day),
      });
}
