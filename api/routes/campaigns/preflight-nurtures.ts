import type { TenantDb } from '../../../db/connection.ts';
import { summariseCast } from '../../../db/queries/nurtures/cast-reach.ts';
import type { AudienceSummary } from '../../../db/queries/broadcasts/audience.ts';
import { findEditionSource, type EditionSource } from '../../../db/queries/content/edition-source.ts';
import { listNurtureItems, type NurtureItemRow } from '../../../db/queries/nurtures/items.ts';
import { readComing, type NurtureWay } from '../../../db/queries/nurtures/reach.ts';
import { listNurtures, type NurtureRow } from '../../../db/queries/nurtures/nurtures.ts';
import { foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding, Preflight } from '../../../domain/campaigns/preflight.ts';
import type { FieldError } from '../../../domain/errors.ts';
import { checkNurture } from '../../../domain/nurtures/checks.ts';
import { isOpen } from '../../../domain/nurtures/nurture.ts';
import { nextCast } from '../../../domain/nurtures/schedule.ts';
import { checkEnd } from '../../../domain/parts/end.ts';
import type { ApiDeps } from '../../deps.ts';
import { listMissing } from '../nurtures/references.ts';
import { castToCome, nextCastAt } from '../nurtures/find.ts';
import { secondsFor } from './preflight-pace.ts';
import { missingMessage, wayIn, type MissingPlace } from './preflight-missing.ts';
import { senderFindings } from './preflight-sender.ts';

/** A nurture programme as pre-flight looks at it. */
export interface NurtureFacts {
  nurture: NurtureRow;
  items: { item: NurtureItemRow; source: EditionSource | undefined }[];
  /** References of a programme that has not begun to things that no longer exist. */
  missing: FieldError[];
}

type Report = Preflight['nurtures'][number];

/** Reads the nurture programmes of a campaign with their items. */
export async function readNurtureFacts(db: TenantDb, campaignId: string): Promise<NurtureFacts[]> {
  const facts: NurtureFacts[] = [];
  for (const nurture of await listNurtures(db, campaignId)) {
    const items: NurtureFacts['items'] = [];
    for (const item of await listNurtureItems(db, nurture.id)) {
      items.push({ item, source: await findEditionSource(db, item.id) });
    }
    const missing = nurture.status === 'draft' ? await listMissing(db, campaignId, nurture.definition) : [];
    facts.push({ nurture, items, missing });
  }
  return facts;
}

/** What the next cast means for people, and how they come in. */
export interface NurtureReach extends AudienceSummary {
  entries: NurtureWay[];
}

/** What the next cast means for the members of a programme and for who would come in by themselves before it. */
export async function readNurtureReach(db: TenantDb, { nurture, items }: NurtureFacts): Promise<NurtureReach> {
  const nowIso = new Date().toISOString();
  const found = { row: nurture, items: items.map(({ item }) => item) };
  const { id: nurtureId, definition } = nurture;
  const { coming, ways } = await readComing(db, { nurtureId, definition, nowIso });
  const cast = { ...castToCome(found, nowIso), ...(coming && isOpen(nurture.status) && { coming }) };
  return { ...(await summariseCast(db, cast)), entries: ways };
}

/** Checks one message, with who it comes from. */
export async function checkItem({ renderer, config }: Pick<ApiDeps, 'renderer' | 'config'>, source: EditionSource) {
  const { findings, htmlBytes } = await renderer.check(source);
  return { findings: [...findings, ...senderFindings(source, config.sending)], htmlBytes };
}

/** Checks a nurture programme and each of its messages. */
export async function checkNurtureMessages(
  deps: Pick<ApiDeps, 'renderer' | 'config'>,
  { nurture, items, missing }: NurtureFacts,
): Promise<{ findings: Finding[]; messages: Report['messages'] }> {
  const findings = checkNurture(
    nurture.definition,
    items.map(({ item }) => item),
    countMembers(nurture),
  );
  findings.push(
    ...missing.map((error) => {
      const [where, place] = error.path.includes('.entries.') ? ['ways in', wayIn] : ['rules', aRule];
      return { severity: 'blocking' as const, code: error.code, message: missingMessage(error, place), where };
    }),
  );
  if (nurture.status === 'draft') findings.push(...endOf(nurture));
  const messages: Report['messages'] = [];
  for (const { item, source } of items) {
    if (!source) continue;
    const { findings: ofItem, htmlBytes } = await checkItem(deps, source);
    findings.push(...ofItem.map((finding) => ({ ...finding, where: `${item.name}: ${finding.where}` })));
    const { content } = source;
    messages.push({ itemId: item.id, name: item.name, content, messageBytes: htmlBytes, findings: ofItem });
  }
  return {
    findings: foundIn({ kind: 'nurture', id: nurture.id, name: nurture.name }, findings),
    messages,
  };
}

const aRule: MissingPlace = {
  subject: 'A rule that moves members',
  mend: 'Take it out, and see whom it moves then.',
};

function endOf({ endAt, campaignStartAt: startAt, definition }: NurtureRow): Finding[] {
  const nowIso = new Date().toISOString();
  const begins = startAt && startAt.toISOString() > nowIso ? startAt.toISOString() : nowIso;
  return checkEnd({
    what: 'nurture programme',
    endAt,
    startAt,
    firstAt: nextCast(definition.schedule, begins),
    nowIso,
  });
}

/** A nurture programme as pre-flight shows it. */
export function reportNurture(
  { nurture, items }: NurtureFacts,
  reach: NurtureReach,
  messages: Report['messages'],
): Report {
  const { definition, id: nurtureId, name } = nurture;
  return {
    nurtureId,
    name,
    streams: definition.streams.length,
    members: countMembers(nurture),
    nextCastAt: nextCastAt(nurture, new Date().toISOString()),
    zone: definition.schedule.zone,
    ...reach,
    estimatedSeconds: secondsFor(
      reach.recipients,
      items.flatMap(({ source }) => source ?? []),
    ),
    messages,
  };
}

const countMembers = ({ members: { normal = 0, paused = 0 } }: NurtureRow): number => normal + paused;
