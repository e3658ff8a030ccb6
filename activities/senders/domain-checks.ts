import { heartbeat } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { listMembersWithRole } from '../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { deleteRetiredKeys, listDkimKeys, promoteKeys, type DkimKeyRow } from '../../db/queries/senders/dkim-keys.ts';
import { recordLook } from '../../db/queries/senders/domain-checks.ts';
import { insertDomainNotices } from '../../db/queries/senders/domain-notices.ts';
import {
  findNextCheck,
  listDomainsToCheck,
  markChecked,
  type DomainToCheck,
} from '../../db/queries/senders/sending-domains.ts';
import type { DnsReader } from '../../domain/dns/reader.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import { policy } from '../../domain/policy/policy.ts';
import { checkDomain } from '../../domain/senders/check-domain.ts';
import type { DomainState } from '../../domain/senders/domain-check.ts';
import { stepWatch } from '../../domain/senders/domain-state.ts';
import type { DkimAlgorithm } from '../../domain/senders/sender.ts';
import type { SendingSetup } from '../../domain/senders/sending-setup.ts';
import { createDnsReader } from '../../mail/dns/reader.ts';
import { rememberAnswers } from '../../mail/dns/remembering.ts';
import type { DomainChecksRef } from '../../workflows/senders/domain-checks.ts';
import type { ActivityDeps } from '../deps.ts';

/** How domains are looked at: whom to ask, and what their records have to say. */
export interface DomainCheckDeps {
  dns: DnsReader;
  setup: SendingSetup;
}

/** What a round did and when the next one is due (ISO 8601); null: there is no domain left. */
export interface DomainRound {
  checked: number;
  verified: number;
  nextCheckAt: string | null;
}

/** A key that signs no more is kept this long (milliseconds), so that its record is still shown as one that must stay. */
const retiredMs = 30 * 24 * 3600_000;

/** The activities that look at sending domains. */
export function createDomainCheckActivities(
  deps: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'domainChecks'> & {
    mailer: Pick<ActivityDeps['mailer'], 'publicUrl' | 'bounceDomain'>;
  },
) {
  const { database, directory, log } = deps;
  const { dns, setup } = deps.domainChecks ?? usual(deps.mailer);

  return {
    /** Looks at the domains that are due or asked for, and keeps what was found; nothing of it is done twice by doing it again. */
    async checkDomains({ tenantId, now }: DomainChecksRef & { now: string }): Promise<DomainRound> {
      const due = await withTenant(database.db, tenantId, (db) => listDomainsToCheck(db, now));
      let verified = 0;
      for (const domain of due) {
        if ((await look(tenantId, domain, now)) === 'verified') verified += 1;
        heartbeat(verified);
      }
      const next = await withTenant(database.db, tenantId, async (db) => {
        await deleteRetiredKeys(db, new Date(Date.parse(now) - retiredMs).toISOString());
        return findNextCheck(db);
      });
      return { checked: due.length, verified, nextCheckAt: next?.toISOString() ?? null };
    },
  };

  async function look(tenantId: string, domain: DomainToCheck, nowIso: string): Promise<DomainState> {
    const keys = await withTenant(database.db, tenantId, (db) => listDkimKeys(db, [domain.id]));
    const found = await checkDomain(rememberAnswers(dns), needsOf(domain, keys), setup);
    const watch = { state: domain.state as DomainState, failures: domain.checkFailures };
    const step = stepWatch(watch, found.isAuthenticated, nowIso);
    // Only whoever publishes our key has a say in where the domain's hosts lead.
    const isOwn = found.publishedSelectors.length > 0;
    const isUnsure = (check: 'returnPath' | 'tracking') =>
      found.findings.some((finding) => finding.check === check && finding.verdict === 'unknown');
    const admins = step.news ? await listMembersWithRole(directory.db, tenantId, policy['senders.write']) : [];
    await withTenant(database.db, tenantId, async (db) => {
      const isKept = await markChecked(db, domain, {
        ...step,
        returnPathWorks: isUnsure('returnPath') ? domain.returnPathWorks : isOwn && found.returnPath,
        trackingWorks: isUnsure('tracking') ? domain.trackingWorks : isOwn && found.tracking,
      });
      if (!isKept) return;
      await recordLook(db, { sendingDomainId: domain.id, nowIso, state: step.state, findings: found.findings });
      const promoted = await promoteKeys(db, {
        sendingDomainId: domain.id,
        selectors: found.publishedSelectors,
        nowIso,
      });
      if (promoted.length > 0 || step.state !== domain.state)
        await insertAudit(db, systemActor(tenantId, 'domain checks'), {
          action: 'sendingDomain.check',
          entityKind: 'sendingDomain',
          entityId: domain.id,
          before: { state: domain.state },
          after: { state: step.state, ...(promoted.length > 0 ? { signsWith: promoted } : {}) },
        });
      if (step.news)
        await insertDomainNotices(db, { sendingDomainId: domain.id, kind: step.news, userIds: admins, nowIso });
    });
    if (step.news) log.warn({ tenant: tenantId, domain: domain.domain, state: step.state }, 'a sending domain changed');
    return step.state;
  }
}

/** The activities that look at sending domains, as workflows see them. */
export type DomainCheckActivities = ReturnType<typeof createDomainCheckActivities>;

function needsOf({ domain, returnPathHost, trackingHost }: DomainToCheck, rows: readonly DkimKeyRow[]) {
  const current = rows.filter(({ stage }) => stage !== 'retired');
  const keys = current.map(({ selector, algorithm, publicKey }) => ({
    selector,
    algorithm: algorithm as DkimAlgorithm,
    publicKey,
  }));
  // One that waits for its record signs as soon as that is found, which is now.
  return { domain, keys, returnPathHost, trackingHost, signing: keys.map(({ selector }) => selector) };
}

/** The defaults: which names are expected in DNS, and which resolvers are asked. */
function usual({
  publicUrl,
  bounceDomain,
}: Pick<ActivityDeps['mailer'], 'publicUrl' | 'bounceDomain'>): DomainCheckDeps {
  const publicHost = new URL(publicUrl).hostname;
  return {
    dns: createDnsReader(),
    setup: { bounceDomain, publicHost, spfInclude: null, sendingIps: [], isRequired: false },
  };
}
