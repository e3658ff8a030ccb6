import type { TenantDb } from '../../db/connection.ts';
import { summariseCast } from '../../db/queries/cast-reach.ts';
import type { AudienceSummary } from '../../db/queries/audience.ts';
import { findEditionSource, type EditionSource } from '../../db/queries/edition-source.ts';
import { listNurtureItems, type NurtureItemRow } from '../../db/queries/nurture-items.ts';
import { listNurtures, type NurtureRow } from '../../db/queries/nurtures.ts';
import type { Finding, Preflight } from '../../domain/campaigns/preflight.ts';
import { checkNurture } from '../../domain/nurtures/checks.ts';
import type { ApiDeps } from '../deps.ts';
import { castToCome, nextCastAt } from '../nurtures/find.ts';
import { secondsFor } from './preflight-pace.ts';
import { senderFindings } from './preflight-sender.ts';

/** A nurture programme as pre-flight looks at it. */
export interface NurtureFacts {
  nurture: NurtureRow;
  items: { item: NurtureItemRow; source: EditionSource | undefined }[];
  /** What the next cast means for the members. */
  reach: AudienceSummary;
  nextCastAt: string | null;
}

/** Reads the nurture programmes of a campaign with their items. */
export async function readNurtureFacts(db: TenantDb, campaignId: string): Promise<NurtureFacts[]> {
  const facts: NurtureFacts[] = [];
  const nowIso = new Date().toISOString();
  for (const nurture of await listNurtures(db, campaignId)) {
    const items: NurtureFacts['items'] = [];
    for (const item of await listNurtureItems(db, nurture.id)) {
      items.push({ item, source: await findEditionSource(db, item.id) });
    }
    const found = { row: nurture, items: items.map(({ item }) => item) };
    const reach = await summariseCast(db, castToCome(found, nowIso));
    facts.push({ nurture, items, reach, nextCastAt: nextCastAt(nurture, nowIso) });
  }
  return facts;
}

/** Checks one message, with who it comes from. */
export async function checkItem({ renderer }: Pick<ApiDeps, 'renderer'>, source: EditionSource) {
  const { findings, htmlBytes } = await renderer.check(source);
  return { findings: [...findings, ...senderFindings(source)], htmlBytes };
}

/** Checks a nurture programme and each of its messages. */
export async function reportNurture(
  deps: Pick<ApiDeps, 'renderer'>,
  { nurture, items, reach, nextCastAt }: NurtureFacts,
): Promise<{ findings: Finding[]; report: Preflight['nurtures'][number] }> {
  const { normal = 0, paused = 0 } = nurture.members;
  const members = normal + paused;
  const findings = checkNurture(
    nurture.definition,
    items.map(({ item }) => item),
    members,
  );
  const messages: Preflight['nurtures'][number]['messages'] = [];
  for (const { item, source } of items) {
    if (!source) continue;
    const { findings: ofItem, htmlBytes } = await checkItem(deps, source);
    findings.push(...ofItem.map((finding) => ({ ...finding, where: `${item.name}: ${finding.where}` })));
    messages.push({ itemId: item.id, name: item.name, messageBytes: htmlBytes, findings: ofItem });
  }
  const { definition, id: nurtureId, name } = nurture;
  const sources = items.flatMap(({ source }) => source ?? []);
  const estimatedSeconds = secondsFor(reach.recipients, sources);
  const streams = definition.streams.length;
  return {
    findings: findings.map((finding) => ({ ...finding, where: `${name}: ${finding.where}` })),
    report: { nurtureId, name, streams, members, nextCastAt, ...reach, estimatedSeconds, messages },
  };
}
