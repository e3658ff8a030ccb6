import { withTenant, type TenantDb } from '../../../db/connection.ts';
import {
  summariseAudiences,
  type AudienceInput,
  type AudienceSummary,
} from '../../../db/queries/broadcasts/audience.ts';
import { listBroadcasts, type BroadcastRow } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import type { DripReach } from '../../../db/queries/drips/reach.ts';
import { findEditionSource, type EditionSource } from '../../../db/queries/content/edition-source.ts';
import { listWorkingSeeds } from '../../../db/queries/seeds/seeds.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { patiently } from '../../../db/queries/segments/preview.ts';
import { isEmptyAudience, type Audience } from '../../../domain/broadcasts/audience.ts';
import type { CampaignCommand } from '../../../domain/campaigns/lifecycle.ts';
import { weighed } from '../../../domain/campaigns/finding-groups.ts';
import { broadcastPart, foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding, Preflight } from '../../../domain/campaigns/preflight.ts';
import { notFound } from '../../../domain/errors.ts';
import type { CampaignRef } from '../../../workflows/campaigns/messages.ts';
import type { ApiDeps } from '../../deps.ts';
import { deliverabilityFindings } from './preflight-deliverability.ts';
import { missingFindings } from './preflight-missing.ts';
import { once, together } from './preflight-once.ts';
import { quietFindings } from './preflight-quiet.ts';
import { checkDripMessages, readDripFacts, readDripReach, reportDrip, type DripFacts } from './preflight-drips.ts';
import { readExperimentFacts, reportExperiment, type ExperimentFacts } from './preflight-experiments.ts';
import {
  checkNurtureMessages,
  readNurtureFacts,
  readNurtureReach,
  reportNurture,
  type NurtureFacts,
  type NurtureReach,
} from './preflight-nurtures.ts';
import { secondsFor } from './preflight-pace.ts';
import { senderFindings } from './preflight-sender.ts';
import { refuseBlocking } from './refuse-blocking.ts';

type Deps = Pick<ApiDeps, 'database' | 'renderer' | 'config'>;
type BroadcastReport = Preflight['broadcasts'][number];

/** Looks at a campaign as a whole before it goes: audience, messages, time. */
export async function runPreflight(deps: Deps, ref: CampaignRef): Promise<Preflight> {
  const facts = await readFacts(deps, ref);
  const { findings, broadcasts, drips, nurtures, experiments } = await checkFacts(deps, facts);
  // In a transaction of its own: it is given up where it takes too long, and plans queries for many people.
  const reach = await withTenant(deps.database.db, ref.tenantId, (db) =>
    patiently(db, null, () => readReach(db, facts)),
  );
  const quiet = await quietFindings({ db: deps.database.db, tenantId: ref.tenantId }, facts.broadcasts);
  const hints = await deliverabilityFindings(deps, {
    tenantId: ref.tenantId,
    broadcasts: facts.broadcasts.map(({ broadcast, audience, ...fact }) => ({
      ...fact,
      id: broadcast.id,
      name: broadcast.name,
      recipients: audience.recipients,
    })),
    senders: [
      ...facts.drips.flatMap(({ messages }) => [...messages.values()]),
      ...facts.nurtures.flatMap(({ items }) => items.flatMap(({ source }) => source ?? [])),
    ].map(({ sender }) => sender),
  });
  return {
    canSubmit: !findings.some(({ severity }) => severity === 'blocking'),
    findings: [...findings, ...quiet, ...hints],
    broadcasts,
    drips: facts.drips.map((fact, at) => reportDrip(fact, reach.drips[at]!, drips[at]!)),
    nurtures: facts.nurtures.map((fact, at) => reportNurture(fact, reach.nurtures[at]!, nurtures[at]!)),
    experiments,
  };
}

/**
 * Refuses to submit or approve a campaign that pre-flight would block, naming every blocking finding: what a message says of the
 * organisation may have changed while it was in review. To approve, nobody has to be there today: who has had mail enough or
 * pauses it by now may get it on its day, and is asked again then. Who comes into its drips and programmes is not asked at all.
 */
export async function requireLaunchable(
  deps: Deps,
  ref: CampaignRef,
  { command, status }: { command: CampaignCommand; status: string },
): Promise<void> {
  if (command !== 'submit' && !(command === 'approve' && status === 'in_review')) return;
  const { findings } = await checkFacts(deps, await readFacts(deps, ref));
  refuseBlocking(weighed(findings, status));
}

/** What is wrong with a campaign, its broadcasts as pre-flight shows them, and the messages of its drips and programmes in their order. */
interface Checked {
  findings: Finding[];
  broadcasts: BroadcastReport[];
  drips: Preflight['drips'][number]['messages'][];
  nurtures: Preflight['nurtures'][number]['messages'][];
  experiments: Preflight['experiments'];
}

async function checkFacts(
  { renderer, config }: Pick<Deps, 'renderer' | 'config'>,
  facts: CampaignFacts,
): Promise<Checked> {
  const checked: Checked = { findings: [], broadcasts: [], drips: [], nurtures: [], experiments: [] };
  if (facts.broadcasts.length + facts.drips.length + facts.nurtures.length === 0) {
    checked.findings.push({
      severity: 'warning',
      code: 'nothing_to_send',
      message: 'The campaign has no message to send.',
      where: 'campaign',
    });
  }
  for (const fact of facts.broadcasts) {
    const { findings, report } = await checkBroadcast({ renderer, config }, fact);
    checked.findings.push(...foundIn(broadcastPart(fact.broadcast, facts.broadcasts), findings));
    checked.broadcasts.push(report);
  }
  for (const fact of facts.drips) {
    const { findings, messages } = await checkDripMessages({ renderer, config }, fact);
    checked.findings.push(...findings);
    checked.drips.push(messages);
  }
  for (const fact of facts.nurtures) {
    const { findings, messages } = await checkNurtureMessages({ renderer, config }, fact);
    checked.findings.push(...findings);
    checked.nurtures.push(messages);
  }
  for (const fact of facts.experiments) {
    const recipients = checked.broadcasts.find(({ broadcastId }) => broadcastId === fact.test.broadcastId)?.recipients;
    const { findings, report } = await reportExperiment({ renderer, config }, fact, recipients ?? null);
    checked.findings.push(...findings);
    checked.experiments.push(report);
  }
  return checked;
}

async function checkBroadcast(
  { renderer, config }: Pick<Deps, 'renderer' | 'config'>,
  { broadcast, source, audience, missing, seeds }: Facts,
): Promise<{ findings: Finding[]; report: BroadcastReport }> {
  const { findings, htmlBytes: messageBytes } = await renderer.check(source);
  const estimatedSeconds = secondsFor(audience.recipients, [source]);
  const { id: broadcastId, name } = broadcast;
  return {
    findings: [
      ...findings,
      ...senderFindings(source, config.sending),
      ...audienceFindings(broadcast, audience.recipients),
      ...missing,
    ],
    report: { broadcastId, name, ...audience, content: source.content, messageBytes, estimatedSeconds, seeds },
  };
}

interface Facts {
  broadcast: BroadcastRow;
  source: EditionSource;
  input: AudienceInput;
  audience: AudienceSummary;
  startAt: Date | null;
  /** References of the audience to things that no longer exist. */
  missing: Finding[];
  /** Mailboxes of the seed list that get a copy. */
  seeds: number;
}

interface CampaignFacts {
  broadcasts: Facts[];
  drips: DripFacts[];
  nurtures: NurtureFacts[];
  experiments: ExperimentFacts[];
}

function readFacts(
  { database }: Pick<Deps, 'database'>,
  { tenantId, campaignId }: CampaignRef,
): Promise<CampaignFacts> {
  return withTenant(database.db, tenantId, async (db) => ({
    broadcasts: await readBroadcastFacts(db, campaignId),
    drips: await readDripFacts(db, campaignId),
    nurtures: await readNurtureFacts(db, campaignId),
    experiments: await readExperimentFacts(db, campaignId),
  }));
}

async function readReach(
  db: TenantDb,
  facts: CampaignFacts,
): Promise<{ drips: DripReach[]; nurtures: NurtureReach[] }> {
  const reach: { drips: DripReach[]; nurtures: NurtureReach[] } = { drips: [], nurtures: [] };
  for (const fact of facts.drips) reach.drips.push(await readDripReach(db, fact));
  for (const fact of facts.nurtures) reach.nurtures.push(await readNurtureReach(db, fact));
  return reach;
}

async function readBroadcastFacts(db: TenantDb, campaignId: string): Promise<Facts[]> {
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const tenant = await findTenant(db);
  const seeds = (await listWorkingSeeds(db)).length;
  const nowIso = new Date().toISOString();
  const missingIn = once((audience: Audience) => missingFindings(db, audience));
  const read: Pick<Facts, 'broadcast' | 'source' | 'input'>[] = [];
  for (const broadcast of await listBroadcasts(db, campaignId)) {
    const source = await findEditionSource(db, broadcast.id);
    if (!source) continue;
    const isMarketing = source.content.messageClass === 'marketing';
    const input = { audience: broadcast.audience, isMarketing, topicId: source.content.topicId, nowIso };
    read.push({ broadcast, source, input });
  }
  const summaryOf = await together(
    read.map(({ input }) => input),
    (some) => summariseAudiences(db, some),
  );
  const facts: Facts[] = [];
  for (const { broadcast, source, input } of read)
    facts.push({
      broadcast,
      source,
      input,
      audience: summaryOf(input),
      startAt: campaign.startAt,
      // This no longer matters once the audience is fixed.
      missing: broadcast.frozenAt === null ? await missingIn(broadcast.audience) : [],
      seeds: (broadcast.toSeeds ?? tenant?.sendsToSeeds) ? seeds : 0,
    });
  return facts;
}

function audienceFindings(broadcast: BroadcastRow, recipients: number): Finding[] {
  const where = 'audience';
  if (isEmptyAudience(broadcast.audience)) {
    return [{ severity: 'blocking', code: 'no_audience', message: 'Choose who gets the message.', where }];
  }
  if (recipients > 0) return [];
  return [
    {
      severity: 'blocking',
      code: 'no_recipients',
      message: 'Nobody of this audience may get the message; see who is left out and why.',
      where,
    },
  ];
}
