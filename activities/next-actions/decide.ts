import type { TenantDb } from '../../db/connection.ts';
import { carryOut, type Consequences } from '../../db/queries/next-actions/acts.ts';
import {
  findOfferFacts,
  listStandings,
  type OfferFacts,
  type PersonStanding,
} from '../../db/queries/next-actions/context.ts';
import {
  countAutomatic,
  findModel,
  listPolicies,
  lockPolicy,
  offered,
  type PolicyRow,
} from '../../db/queries/next-actions/policies.ts';
import { insertNextActions, type NewNextAction } from '../../db/queries/next-actions/next-actions.ts';
import type { Cause } from '../../db/queries/next-actions/work.ts';
import { findMailContent, type MailContent } from '../../db/queries/next-actions/content.ts';
import { findQuietHours, type TenantHours } from '../../db/queries/next-actions/hours.ts';
import { listFeatures } from '../../db/queries/scoring/person-features.ts';
import { nextOpening } from '../../domain/drips/opening.ts';
import { isRest, type OfferedAction } from '../../domain/next-actions/action.ts';
import { chooseMail, type ChosenMail } from '../../domain/next-actions/choose-item.ts';
import type { ActionContext } from '../../domain/next-actions/context.ts';
import { decide, isHeldOut, seedOf, type Decision } from '../../domain/next-actions/decide.ts';
import { suggestionDays } from '../../domain/next-actions/next-action.ts';
import type { DecidingPolicy } from '../../domain/next-actions/policy.ts';
import { reasonsOf } from '../../domain/next-actions/words.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { ruleScore } from '../../domain/scoring/rule-score.ts';
import { expectActions, type ActionModel } from '../../models/next-actions/learn.ts';

const day = 24 * 3600_000;
const later = (nowIso: string, days: number): string => new Date(Date.parse(nowIso) + days * day).toISOString();

/**
 * Decides what is next for the people of some causes and does what needs nobody, in the caller's transaction: the decisions are written
 * before anything is done, and both stand or fall together. The same cause decides once, whoever asks how often. Returns whom to tell.
 */
export async function decideFor(db: TenantDb, causes: readonly Cause[], nowIso: string): Promise<Consequences> {
  const takenBack = new Set<string>();
  const all = { hasMail: false, dripIds: [] as string[], takenBack };
  const policies = await listPolicies(db, 'deciding');
  for (const policy of policies) {
    const own = causes.filter((cause) => policyFor(policies, cause)?.id === policy.id);
    if (own.length === 0) continue;
    const came = await decideByPolicy(db, { policy, causes: onePerPerson(own), nowIso });
    all.hasMail ||= came.hasMail;
    all.dripIds.push(...came.dripIds);
    for (const id of came.takenBack) takenBack.add(id);
  }
  return all;
}

/** A campaign that decides on its own goes before the tenant. */
function policyFor(policies: readonly PolicyRow[], { campaignId }: Cause): PolicyRow | undefined {
  const own = campaignId === null ? undefined : policies.find((policy) => policy.campaignId === campaignId);
  return own ?? policies.find((policy) => policy.campaignId === null);
}

/** Several things that somebody did at once are one reason. */
function onePerPerson(causes: readonly Cause[]): Cause[] {
  return [...new Map(causes.map((cause) => [cause.personId, cause])).values()];
}

interface Deciding {
  policy: PolicyRow;
  causes: readonly Cause[];
  nowIso: string;
}

async function decideByPolicy(db: TenantDb, deciding: Deciding): Promise<Consequences> {
  const { policy, causes, nowIso } = deciding;
  const { settings } = policy;
  // Two who decide count the day's actions one after the other.
  if (settings.mode === 'automatic' && !(await lockPolicy(db, policy.id))) return carryOut(db, [], nowIso);
  const { people, about } = await readPeople(db, deciding);
  let left = settings.mode === 'automatic' ? await leftOfDay(db, policy, nowIso) : 0;
  const rows: NewNextAction[] = [];
  for (const { standing, known, expected } of people) {
    // What is open for them is followed up when it is over.
    if (standing.hasOpenAction) continue;
    const { personId } = standing;
    const cause = causes.find((one) => one.personId === personId)!;
    const context = contextOf(standing, { ...about, known, isDayFull: left <= 0 });
    const decision = decide(context, about.rules, {
      seed: seedOf(policy.id, personId, cause.cause),
      expected,
      isHeldOut: isHeldOut(policy.id, personId, settings.holdOut),
    });
    const mail = mailOf(decision, personId, about);
    const row = rowOf(decision, { context, cause, policy, nowIso, mail });
    if (row.status === 'accepted') left--;
    rows.push(row);
  }
  const written = await insertNextActions(db, rows);
  return carryOut(
    db,
    written.filter(({ status }) => status === 'accepted'),
    nowIso,
  );
}

/** How many more actions may be done without a person today. */
async function leftOfDay(db: TenantDb, { id, settings }: PolicyRow, nowIso: string): Promise<number> {
  return settings.dailyMaximum - (await countAutomatic(db, id, later(nowIso, -1)));
}

/** Everything that decisions depend on, read for all at once. */
async function readPeople(db: TenantDb, { policy, causes, nowIso }: Deciding) {
  const { settings, champion } = policy;
  const personIds = causes.map(({ personId }) => personId);
  const offers = policy.offers.filter(({ isActive }) => isActive).map(offered);
  const standings = await listStandings(db, { personIds, nowIso });
  const asOf = new Date(nowIso);
  const features = await listFeatures(
    db,
    personIds.map((personId) => ({ personId, asOf })),
  );
  const known = standings.map(({ personId }) => features.get(personId) ?? {});
  const model = (champion.kind === 'learned' ? await findModel(db, champion.id) : null) as ActionModel | null;
  const expected = model ? expectActions(model, known) : [];
  const rules: DecidingPolicy = { ...settings, versionId: champion.id, actions: offers };
  const facts = await findOfferFacts(db, { offers, personIds, nowIso });
  // What content has a say in is which mail of a programme is sent.
  const itemIds = offers.flatMap(({ key, kind }) =>
    kind === 'send_content' ? (facts.items.get(key) ?? []).map(({ id }) => id) : [],
  );
  const readers = standings.map(({ personId }, at) => ({ personId, language: languageOf(known[at]!) }));
  const content = await findMailContent(db, { itemIds, readers, nowIso });
  return {
    people: standings.map((standing, at) => ({ standing, known: known[at]!, expected: expected[at] ?? {} })),
    about: { facts, content, offers, hours: await findQuietHours(db), rules, nowIso },
  };
}

const languageOf = (known: PersonFeatures): string | null => {
  const language = known['person.language'];
  return typeof language === 'string' ? language : null;
};

/** The mail that an action sends to somebody; null where it sends none. */
function mailOf(
  { chosen, kind }: Decision,
  personId: string,
  { facts, content }: { facts: OfferFacts; content: MailContent },
): ChosenMail | null {
  const items = facts.items.get(chosen) ?? [];
  const mails = items.map(({ id, name }) => ({ id, name, contentIds: content.contentIds.get(id) ?? [] }));
  const recommended = kind === 'send_content' ? (content.recommended.get(personId) ?? []) : [];
  return chooseMail(mails, { hasHad: (id) => facts.hadItems.has(`${personId} ${id}`), recommended });
}

interface Known {
  known: PersonFeatures;
  facts: OfferFacts;
  offers: readonly OfferedAction[];
  hours: TenantHours;
  rules: DecidingPolicy;
  nowIso: string;
  isDayFull: boolean;
}

function contextOf(
  standing: PersonStanding,
  { known, facts, offers, hours, rules, nowIso, isDayFull }: Known,
): ActionContext {
  const { zone, learned, ...rest } = standing;
  const { score, reasons } = learned ?? ruleScore(known);
  const { personId } = standing;
  const opening = (window: DecidingPolicy['hours'], quiet: TenantHours['quiet']) =>
    nextOpening(nowIso, {
      window: window && { weekdays: [1, 2, 3, 4, 5, 6, 7], ...window, zone: 'tenant' },
      quiet,
      zone,
      tenantZone: hours.zone,
    });
  // Hours that never open are looked at again tomorrow: somebody may have set others.
  const unless = (moment: string | null) => (moment === nowIso ? null : (moment ?? later(nowIso, 1)));
  return {
    ...rest,
    nowIso,
    score,
    reasons: reasons.map(({ text }) => text),
    quietUntil: unless(opening(null, hours.quiet)),
    hoursFrom: unless(opening(rules.hours, null)),
    isDayFull,
    had: offers.filter((offer) => hasHad(offer, personId, facts)).map(({ key }) => key),
    closed: offers.filter((offer) => isClosed(offer, personId, facts)).map(({ key }) => key),
  };
}

function hasHad({ key, kind, targetId }: OfferedAction, personId: string, facts: OfferFacts): boolean {
  if (kind === 'add_to_drip') return facts.hadDrips.has(`${personId} ${targetId}`);
  if (kind === 'change_cadence') return facts.cadences.get(`${personId} ${targetId}`) === 'paused';
  const items = facts.items.get(key) ?? [];
  return items.length > 0 && items.every(({ id }) => facts.hadItems.has(`${personId} ${id}`));
}

function isClosed({ key, kind, targetId }: OfferedAction, personId: string, facts: OfferFacts): boolean {
  if (kind === 'add_to_drip') return targetId === null || !facts.openDrips.has(targetId);
  if (kind === 'change_cadence') return !facts.cadences.has(`${personId} ${targetId}`);
  return kind !== 'create_task' && (facts.items.get(key) ?? []).length === 0;
}

function rowOf(
  decision: Decision,
  about: { context: ActionContext; cause: Cause; policy: PolicyRow; nowIso: string; mail: ChosenMail | null },
): NewNextAction {
  const { context, cause, policy, nowIso, mail } = about;
  const { settings } = policy;
  const { lookAgainAt, ...kept } = decision;
  const candidate = decision.eligible.find(({ key }) => key === decision.chosen)!;
  const isLeft = isRest(decision.kind);
  const status = isLeft ? 'left_alone' : settings.mode === 'automatic' ? 'accepted' : 'suggested';
  const outcomeDueAt = later(nowIso, settings.horizonDays);
  return {
    ...kept,
    policyId: policy.id,
    campaignId: cause.campaignId,
    personId: context.personId,
    cause: cause.cause,
    decidedAt: nowIso,
    offerId: isLeft ? null : decision.chosen,
    itemId: mail?.id ?? null,
    chance: Math.min(1, candidate.chance * candidate.context),
    worth: candidate.priority,
    reasons: [...reasonsOf(decision, context), ...(mail?.reason ? [mail.reason] : [])],
    status,
    actedAt: status === 'accepted' ? nowIso : null,
    lookAt: status === 'accepted' ? outcomeDueAt : status === 'suggested' ? later(nowIso, suggestionDays) : lookAgainAt,
    outcomeDueAt,
  };
}
