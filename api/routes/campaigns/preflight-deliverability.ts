import { withTenant, type TenantDb } from '../../../db/connection.ts';
import type { AudienceInput } from '../../../db/queries/broadcasts/audience.ts';
import { countReceivers, countSilent } from '../../../db/queries/broadcasts/audience-receivers.ts';
import { listSignedDomains } from '../../../db/queries/deliverability/deliverability.ts';
import { listReceiverDeliveries } from '../../../db/queries/deliverability/delivery-fare.ts';
import { listSenderSpans } from '../../../db/queries/deliverability/delivery-hours.ts';
import { listDomainChecks } from '../../../db/queries/senders/domain-checks.ts';
import type { EditionSource } from '../../../db/queries/content/edition-source.ts';
import { patiently } from '../../../db/queries/segments/preview.ts';
import { listWorkingSeeds } from '../../../db/queries/seeds/seeds.ts';
import { findDomainOf } from '../../../db/queries/senders/sending-domains.ts';
import { listStoppedDomains } from '../../../db/queries/deliverability/stopped-domains.ts';
import { listDomainLimits, type DomainLimit } from '../../../db/queries/deliverability/token-buckets.ts';
import { cityOf } from '../../../domain/broadcasts/quiet-reach.ts';
import { broadcastPart, foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import { receiverOf } from '../../../domain/delivery/provider.ts';
import { fareOf } from '../../../domain/deliverability/fare.ts';
import {
  audienceHints,
  receiversUnknown,
  senderHints,
  warmUpHint,
  type AudienceFacts,
  type Patience,
} from '../../../domain/deliverability/hints.ts';
import { hygieneIn } from '../../../domain/deliverability/hygiene.ts';
import { judgeSenders, pauseSpans, type DomainVerdict } from '../../../domain/deliverability/pause.ts';
import { DomainError } from '../../../domain/errors.ts';
import { lackingSeeds } from '../../../domain/seeds/coverage.ts';
import type { DomainFinding } from '../../../domain/senders/domain-check.ts';
import { policyFound } from '../../../domain/senders/dmarc.ts';
import { warmUpDays } from '../../../domain/senders/warm-up.ts';
import type { ApiDeps } from '../../deps.ts';
import { once } from './preflight-once.ts';
import { readWarmUps } from '../senders/warm-up-state.ts';

/** A broadcast as far as it matters to how it is received. */
export interface BroadcastToReceive {
  id: string;
  name: string;
  source: Pick<EditionSource, 'sender' | 'content'>;
  /** Who would get it, and how many they are. */
  input: AudienceInput;
  recipients: number;
  startAt: Date | null;
  /** Mailboxes of the seed list that get a copy. */
  seeds: number;
}

interface Asked {
  tenantId: string;
  broadcasts: readonly BroadcastToReceive[];
  /** Where the messages of its drips and programmes come from. */
  senders: readonly EditionSource['sender'][];
}

const dayMs = 86_400_000;

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
  const asked = whatIsAsked(database.db, tenantId, known);
  for (const broadcast of broadcasts) {
    const facts = await audienceFacts(asked, broadcast, known);
    const silent = isJudgedByReading(broadcast) ? await asked.silent(broadcast.input) : null;
    const warmUp = await warmUpOf(asked, broadcast, now);
    const own = [...(warmUp ? [warmUp] : []), ...(facts ? audienceHints({ ...facts, silent }) : [receiversUnknown])];
    findings.push(...foundIn(broadcastPart(broadcast, broadcasts), own));
  }
  return findings;
}

/** What is known of the tenant's mail, whatever the campaign. */
interface Known {
  now: Date;
  stopped: ReadonlySet<string>;
  verdicts: ReadonlyMap<string, DomainVerdict>;
  signed: ReadonlySet<string>;
  limits: DomainLimit[];
  timeZone: string;
  /** Providers at which a seed gets copies. */
  seeded: ReadonlySet<string>;
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

/** What is asked about the people of an audience and about a sender; null where it takes longer than somebody waits. */
interface Answers {
  receivers: (input: AudienceInput) => Promise<Awaited<ReturnType<typeof countReceivers>> | null>;
  scores: (sender: string) => Promise<Map<string, number | null> | null>;
  /** How many never read: where it is not known here, the page of deliverability says it. */
  silent: (input: AudienceInput) => Promise<number | null>;
  warmUps: (of: { at: string; senderId: string }) => ReturnType<typeof readWarmUps>;
}

function whatIsAsked(db: Parameters<typeof withTenant>[0], tenantId: string, known: Known): Answers {
  const ask = <T>(work: (db: TenantDb) => Promise<T>): Promise<T | null> => unlessSlow(db, tenantId, work);
  return {
    receivers: once((input) => ask((db) => countReceivers(db, input))),
    scores: once((sender) => ask((db) => readScores(db, known, sender))),
    silent: once((input) => ask((db) => countSilent(db, input))),
    warmUps: once(({ at, senderId }) => withTenant(db, tenantId, (db) => readWarmUps(db, at, senderId))),
  };
}

async function audienceFacts(
  asked: Answers,
  { source: { sender }, input, recipients, seeds }: BroadcastToReceive,
  known: Known,
): Promise<Omit<AudienceFacts, 'silent'> | null> {
  const rows = recipients > 0 ? await asked.receivers(input) : [];
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

/** Receivers that are asked of how they take a sender's mail: those with less of it say nothing yet. */
const mostScored = 500;

/** How receivers took the mail of a sender in the last month. */
async function readScores(db: TenantDb, { now, signed }: Known, sender: string): Promise<Map<string, number | null>> {
  const from = new Date(now.getTime() - 30 * dayMs);
  const rows = await listReceiverDeliveries(db, { from, sender, signed: [...signed], limit: mostScored });
  return new Map(rows.map((row) => [row.key, fareOf(row.counts, row.signed).score]));
}

/** Who takes the mail of an audience, the one with the most people first. */
function receiversIn(
  rows: Awaited<ReturnType<typeof countReceivers>>,
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

const isJudgedByReading = ({ recipients, source }: BroadcastToReceive): boolean =>
  recipients > 0 && source.content.messageClass === 'marketing';

/** What is found in a transaction of its own; null where it takes longer than somebody waits: a hint is worth no page that does not come. */
async function unlessSlow<T>(
  db: Parameters<typeof withTenant>[0],
  tenantId: string,
  work: (db: TenantDb) => Promise<T>,
): Promise<T | null> {
  try {
    return await withTenant(db, tenantId, (db) => patiently(db, null, () => work(db)));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
