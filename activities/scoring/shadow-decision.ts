import type { TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { insertTenantNotice } from '../../db/queries/notifications/tenant-notices.ts';
import { findModelFile, findModelIn, type ModelRow } from '../../db/queries/scoring/models.ts';
import { promoteShadow, retireShadow, suggestShadow } from '../../db/queries/scoring/model-course.ts';
import { isAnyUnseenBy, listShadowChances } from '../../db/queries/scoring/person-scores.ts';
import { findScoringSettings } from '../../db/queries/scoring/settings.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { stabilityCheck } from '../../domain/scoring/gate.ts';
import type { ModelCard } from '../../domain/scoring/model-card.ts';
import { countInto, movementOf } from '../../domain/scoring/spread.ts';

const dayMs = 24 * 3600_000;

/** A shadow scores everybody once before it is decided on; that is waited for so long at most, and looked at so often. */
const [seenMs, seenLookMs] = [dayMs, 3600_000];

/**
 * What was decided about the shadow, by its version; `waits`: until then (ISO 8601) it only watches, `isUnseen`: it has not scored everybody yet;
 * `suggested`: it waits for somebody.
 */
export type ShadowDecision =
  | { is: 'none' }
  | { is: 'promoted' | 'refused' | 'suggested'; version: number }
  | { is: 'waits'; version: number; until: string; isUnseen?: boolean };

/** When it is decided, and for whom. */
export interface Deciding {
  nowIso: string;
  actor: Actor;
  /** Who is told where a model waits for somebody. */
  managers: readonly string[];
}

/** Decides about the shadow, if there is one: by the champion, by how long it watched, and by whether its scores stayed where they were. */
export async function decideShadow(db: TenantDb, deciding: Deciding): Promise<ShadowDecision> {
  const { nowIso } = deciding;
  const shadow = await findModelIn(db, 'shadow');
  if (!shadow?.card) return { is: 'none' };
  const { version, card } = shadow;
  // Outcomes come after 90 days: watching beside a rule would show nothing that judging has not shown.
  if (!(await findModelIn(db, 'champion')))
    return passOn(db, { ...deciding, shadow, card, reason: 'It passed, and only the rule scored before.' });
  const { watchDays } = await findScoringSettings(db);
  const since = shadow.shadowSince ?? new Date(nowIso);
  const isUnseen = await isAnyUnseenBy(db, { shadowId: shadow.id, knownBy: since });
  const untilMs = since.getTime() + watchDays * dayMs;
  const nowMs = Date.parse(nowIso);
  const waits = (ms: number): ShadowDecision => ({ is: 'waits', version, until: new Date(ms).toISOString(), isUnseen });
  if (untilMs > nowMs) return waits(untilMs);
  if (isUnseen && nowMs < untilMs + seenMs) return waits(nowMs + seenLookMs);
  const chances = await listShadowChances(db, shadow.id);
  if (chances.length === 0) return waits(nowMs + dayMs);
  const { scores } = (await findModelFile(db, shadow.id))!.baseline;
  const check = stabilityCheck(movementOf(scores.counts, countInto(scores, chances).counts));
  const asked = { ...card, checks: [...card.checks.filter(({ name }) => name !== check.name), check] };
  if (check.isMet)
    return passOn(db, {
      ...deciding,
      ...{ shadow, card: asked, reason: `It passed, and watched beside the champion ${watchedWords(watchDays)}.` },
    });
  await retireShadow(db, { nowIso, reason: `It did not pass: ${check.text}`, card: asked });
  return { is: 'refused', version };
}

/** How long a shadow watched. */
const watchedWords = (days: number): string =>
  days === 0 ? 'until it had scored everybody' : days === 1 ? 'for a day' : `for ${days} days`;

/** A shadow that has passed takes over, or waits for somebody where models are let to score by hand. */
async function passOn(
  db: TenantDb,
  { shadow, card, reason, nowIso, actor, managers }: Deciding & { shadow: ModelRow; card: ModelCard; reason: string },
): Promise<ShadowDecision> {
  const { id, version } = shadow;
  const { promotion } = await findScoringSettings(db);
  if (promotion === 'automatic') {
    // Somebody may have let it score, or another one have been learned, since it was looked at.
    if (!(await promoteShadow(db, { id, nowIso, reason, card }))) return { is: 'none' };
    await insertAudit(db, actor, {
      ...{ action: 'model.promote', entityKind: 'model', entityId: id },
      after: { state: 'champion' },
    });
    return { is: 'promoted', version };
  }
  if (await suggestShadow(db, { id, nowIso, card })) {
    const notice = { kind: 'modelWaits', subject: `Model ${version}`, cause: 'passed', evidence: '' } as const;
    await insertTenantNotice(db, { ...notice, userIds: managers, since: new Date(nowIso) });
  }
  return { is: 'suggested', version };
}
