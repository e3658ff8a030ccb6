import { withTenant, type TenantDb } from '../../db/connection.ts';
import { summariseAudience } from '../../db/queries/audience.ts';
import { listBroadcasts, type BroadcastRow } from '../../db/queries/broadcasts.ts';
import { findCampaign } from '../../db/queries/campaigns.ts';
import type { DripReach } from '../../db/queries/drip-reach.ts';
import { findEditionSource, type EditionSource } from '../../db/queries/edition-source.ts';
import { isEmptyAudience } from '../../domain/broadcasts/audience.ts';
import type { Finding, Preflight } from '../../domain/campaigns/preflight.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { CampaignRef } from '../../workflows/campaign-lifecycle.ts';
import type { ApiDeps } from '../deps.ts';
import { quietFinding } from './preflight-quiet.ts';
import { checkDripMessages, readDripFacts, readDripReach, reportDrip, type DripFacts } from './preflight-drips.ts';
import { readNurtureFacts, reportNurture, type NurtureFacts } from './preflight-nurtures.ts';
import { secondsFor } from './preflight-pace.ts';
import { senderFindings } from './preflight-sender.ts';

type Deps = Pick<ApiDeps, 'database' | 'renderer'>;
type BroadcastReport = Preflight['broadcasts'][number];

/** Looks at a campaign as a whole before it goes: audience, messages, time. */
export async function runPreflight({ database, renderer }: Deps, ref: CampaignRef): Promise<Preflight> {
  const {
    broadcasts: facts,
    drips: dripFacts,
    nurtures: nurtureFacts,
  } = await withTenant(database.db, ref.tenantId, (db) => readFacts(db, ref.campaignId));
  const findings: Finding[] = [];
  const broadcasts: BroadcastReport[] = [];
  const drips: Preflight['drips'] = [];
  if (facts.length + dripFacts.length + nurtureFacts.length === 0) {
    findings.push({
      severity: 'warning',
      code: 'nothing_to_send',
      message: 'The campaign has no message to send.',
      where: 'campaign',
    });
  }
  for (const { broadcast, source, audience, quiet } of facts) {
    const { findings: ofMessage, htmlBytes } = await renderer.check(source);
    const all = [
      ...ofMessage,
      ...senderFindings(source),
      ...audienceFindings(broadcast, audience.recipients),
      ...(quiet ? [quiet] : []),
    ];
    findings.push(
      ...all.map((finding) => ({
        ...finding,
        where: facts.length > 1 ? `${broadcast.name}: ${finding.where}` : finding.where,
      })),
    );
    broadcasts.push({
      broadcastId: broadcast.id,
      name: broadcast.name,
      ...audience,
      messageBytes: htmlBytes,
      estimatedSeconds: secondsFor(audience.recipients, [source]),
    });
  }
  for (const { fact, reach } of dripFacts) {
    const { findings: ofDrip, messages } = await checkDripMessages({ renderer }, fact);
    findings.push(...ofDrip);
    drips.push(reportDrip(fact, reach, messages));
  }
  const nurtures: Preflight['nurtures'] = [];
  for (const fact of nurtureFacts) {
    const { findings: ofNurture, report } = await reportNurture({ renderer }, fact);
    findings.push(...ofNurture);
    nurtures.push(report);
  }
  const canSubmit = !findings.some(({ severity }) => severity === 'blocking');
  return { canSubmit, findings, broadcasts, drips, nurtures };
}

/** Refuses a campaign that pre-flight would block, naming every blocking finding. */
export async function requireLaunchable(deps: Deps, ref: CampaignRef): Promise<void> {
  const { findings } = await runPreflight(deps, ref);
  const blocking = findings.filter(({ severity }) => severity === 'blocking');
  if (blocking.length === 0) return;
  throw new DomainError(
    'invalid',
    'Pre-flight found what must be mended first.',
    blocking.map(({ where, code, message }) => ({ path: where, code, message })),
  );
}

interface Facts {
  broadcast: BroadcastRow;
  source: EditionSource;
  audience: Awaited<ReturnType<typeof summariseAudience>>;
  /** That people would get it at night, where that is so. */
  quiet: Finding | null;
}

async function readFacts(
  db: TenantDb,
  campaignId: string,
): Promise<{ broadcasts: Facts[]; drips: { fact: DripFacts; reach: DripReach }[]; nurtures: NurtureFacts[] }> {
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const facts: Facts[] = [];
  for (const broadcast of await listBroadcasts(db, campaignId)) {
    const source = await findEditionSource(db, broadcast.id);
    if (!source) continue;
    const isMarketing = source.content.messageClass === 'marketing';
    const input = {
      audience: broadcast.audience,
      isMarketing,
      topicId: source.content.topicId,
      nowIso: new Date().toISOString(),
    };
    const audience = await summariseAudience(db, input);
    const quiet = isMarketing
      ? await quietFinding(db, { startAt: campaign.startAt, localStart: broadcast.localStart }, input)
      : null;
    facts.push({ broadcast, source, audience, quiet });
  }
  const drips: { fact: DripFacts; reach: DripReach }[] = [];
  for (const fact of await readDripFacts(db, campaignId)) drips.push({ fact, reach: await readDripReach(db, fact) });
  return { broadcasts: facts, drips, nurtures: await readNurtureFacts(db, campaignId) };
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
