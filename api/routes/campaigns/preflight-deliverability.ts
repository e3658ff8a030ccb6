import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { listSignedDomains } from '../../../db/queries/deliverability/deliverability.ts';
import { listSenderSpans } from '../../../db/queries/deliverability/delivery-hours.ts';
import { listDomainChecks } from '../../../db/queries/senders/domain-checks.ts';
import type { EditionSource } from '../../../db/queries/content/edition-source.ts';
import { listWorkingSeeds } from '../../../db/queries/seeds/seeds.ts';
import { findDomainOf } from '../../../db/queries/senders/sending-domains.ts';
import { listStoppedDomains } from '../../../db/queries/deliverability/stopped-domains.ts';
import { listDomainLimits } from '../../../db/queries/deliverability/token-buckets.ts';
import { cityOf } from '../../../domain/broadcasts/quiet-reach.ts';
import { broadcastPart, foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import { receiverOf } from '../../../domain/delivery/provider.ts';
import {
  audienceHints,
  receiversUnknown,
  senderHints,
  warmUpHint,
  type AudienceFacts,
  type Patience,
} from '../../../domain/deliverability/hints.ts';
import { hygieneIn } from '../../../domain/deliverability/hygiene.ts';
import { judgeSenders, pauseSpans } from '../../../domain/deliverability/pause.ts';
import { lackingSeeds } from '../../../domain/seeds/coverage.ts';
import type { DomainFinding } from '../../../domain/senders/domain-check.ts';
import { policyFound } from '../../../domain/senders/dmarc.ts';
import { warmUpDays } from '../../../domain/senders/warm-up.ts';
import type { ApiDeps } from '../../deps.ts';
import {
  isJudgedByReading,
  whatIsAsked,
  type Answers,
  type BroadcastToReceive,
  type Known,
} from './preflight-asked.ts';

interface Asked {
  tenantId: string;
  broadcasts: readonly BroadcastToReceive[];
  /** Where the messages of its drips and programmes come from. */
  senders: readonly EditionSource['sender'][];
}

/** What receivers may hold against a campaign before it goes: its senders, its audience, and how fast they take it. Nothing of it blocks. */
export async function deliverabilityFindings(
  { database, config }: Pick<ApiDeps, 'database' | 'config'>,
  { tenantId, broadcasts, senders }: Asked,
): Promise<Finding[]> {
  const now = new Date();
  const findings: Finding[] = [];
  const named = [...broadcasts.map(({ source }) => source.sender), ...senders].filter((sender) => sender !== null);
  const domains = new Set(named.map(({ address }) => domainOf(address)));
  const known = await withTenant(database.db, tenantId, async (db) => {
    const known = await readKnown(db, now);
    for (const domain of domains)
      findings.push(...senderHints(await senderFacts(db, { domain, known, wantsDmarc: config.sending.isRequired })));
    return known;
  });
  const asked = await whatIsAsked(database.db, { tenantId, known, broadcasts });
  for (const broadcast of broadcasts) {
    const facts = await audienceFacts(asked, broadcast, known);
    const silent = isJudgedByReading(broadcast) ? asked.silent(broadcast.input) : null;
    const warmUp = await warmUpOf(asked, broadcast, now);
    const own = [...(warmUp ? [warmUp] : []), ...(facts ? audienceHints({ ...facts, silent }) : [receiversUnknown])];
    findings.push(...foundIn(broadcastPart(broadcast, broadcasts), own));
  }
  return findings;
}

async function readKnown(db: TenantDb, now: Date): Promise<Known> {
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  return {
    now,
    stopped: new Set((await listStoppedDomains(db)).map(({ domain }) => domain)),
    verdicts: judgeSenders(await listSenderSpans(db, { nowIso: now.toISOString(), days: pauseSpans })),
    signed: await listSignedDomains(db),
    limits: await listDomainLimits(db),
    timeZone,
    seeded: new Set((await listWorkingSeeds(db)).map(({ provider }) => provider.key)),
  };
}

async function senderFacts(
  db: TenantDb,
  { domain, known, wantsDmarc }: { domain: string; known: Known; wantsDmarc: boolean },
) {
  const registered = await findDomainOf(db, `@${domain}`);
  const [look] = registered ? await listDomainChecks(db, registered.id, 1) : [];
  const dmarc = policyFound(domain, (look?.findings ?? []) as DomainFinding[]);
  return {
    domain,
    isStopped: known.stopped.has(domain),
    verdict: known.verdicts.get(domain) ?? { kind: 'fine' as const },
    // Where nobody outside gets mail, nobody asks for the record.
    dmarc: dmarc === 'missing' && !wantsDmarc ? null : dmarc,
  };
}

async function audienceFacts(
  asked: Answers,
  { source: { sender }, input, recipients, seeds }: BroadcastToReceive,
  known: Known,
): Promise<Omit<AudienceFacts, 'silent'> | null> {
  const rows = recipients > 0 ? asked.receivers(input) : [];
  const scores = rows && (await asked.scores(sender ? domainOf(sender.address) : ''));
  if (!rows || !scores) return null;
  const { role, disposable, typo } = hygieneIn(rows);
  const receivers = receiversIn(rows, known, scores);
  const counts = receivers.map(({ key, name, people }) => ({ key, name, count: people }));
  const lacking = seeds === 0 ? [] : lackingSeeds(counts, known.seeded, recipients);
  return { recipients, receivers, lacking, role: role.people, disposable: disposable.people, typo: typo.people };
}

async function warmUpOf(
  asked: Answers,
  { source: { sender }, recipients, startAt }: BroadcastToReceive,
  now: Date,
): Promise<Finding | null> {
  if (!sender) return null;
  const at = new Date(Math.max(startAt?.getTime() ?? 0, now.getTime())).toISOString();
  const warmUp = (await asked.warmUps({ at, senderId: sender.id })).get(sender.id);
  return warmUp ? warmUpHint(recipients, { ...warmUpDays(recipients, warmUp), sender: sender.address }) : null;
}

/** Who takes the mail of an audience, the one with the most people first. */
function receiversIn(
  rows: NonNullable<ReturnType<Answers['receivers']>>,
  known: Known,
  scores: ReadonlyMap<string, number | null>,
): AudienceFacts['receivers'] {
  const found = new Map<string, Received>();
  for (const { domain, hosted, people } of rows) {
    const { key, name } = receiverOf(domain, hosted);
    const before = found.get(key) ?? { key, name, people: 0, domains: [] };
    found.set(key, { ...before, people: before.people + people, domains: [...before.domains, { domain, people }] });
  }
  return [...found.values()]
    .sort((a, b) => b.people - a.people)
    .map((receiver) => ({
      key: receiver.key,
      name: receiver.name,
      people: receiver.people,
      score: scores.get(receiver.key) ?? null,
      patience: patienceOf(known, receiver),
    }));
}

/** A receiver with those of its domains that an audience has addresses at. */
interface Received {
  key: string;
  name: string;
  people: number;
  domains: { domain: string; people: number }[];
}

/** How a receiver wants to be written to, by the limits that its wish for patience has made: all of it, or one of its domains alone. */
function patienceOf({ limits, timeZone }: Known, { key, name, people, domains }: Received): Patience | null {
  const slowed = limits.filter(
    ({ isAdaptive, basePerSecond, blockedUntil }) => isAdaptive || basePerSecond !== null || blockedUntil !== null,
  );
  const whole = slowed.find(({ kind, domain }) => kind === 'provider' && domain === key);
  const part = slowed.flatMap((limit) => {
    const at = domains.find(({ domain }) => limit.kind === 'domain' && limit.domain === domain);
    return at ? [{ limit, at }] : [];
  })[0];
  const limit = whole ?? part?.limit;
  if (!limit) return null;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return {
    ...(whole || !part ? { name, people } : { name: part.at.domain, people: part.at.people }),
    until: limit.blockedUntil && `${clock.format(limit.blockedUntil)} ${cityOf(timeZone)}`,
    perSecond: limit.perSecond,
  };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
