import { isMessage, isRest, leadsToMessages, stopKey, waitKey, type OfferedAction } from './action.ts';
import type { ActionContext } from './context.ts';
import type { DecidingPolicy } from './policy.ts';

/** Why an action is left out. In this order: what forbids it, what makes it pointless, what makes it a poor idea. */
export type RejectionCode =
  | 'not_allowed'
  | 'no_address'
  | 'invalid_address'
  | 'suppressed'
  | 'opted_out'
  | 'no_consent'
  | 'frequency_cap'
  | 'quiet_hours'
  | 'outside_hours'
  | 'day_full'
  | 'sequence_active'
  | 'cool_down'
  | 'rejected_before'
  | 'had_before'
  | 'not_open'
  | 'no_owner'
  | 'too_cold'
  | 'still_listening'
  | 'not_worth_it';

/** An action that may be chosen, with what its priority is made of. */
export interface Candidate {
  key: string;
  kind: OfferedAction['kind'];
  /** P: the chance that it succeeds. */
  chance: number;
  /** C: how well it fits the moment. */
  context: number;
  /** V: what a success is worth. */
  value: number;
  /** L: how much it is wanted. */
  lever: number;
  /** What is taken off for the messages of the last days. */
  fatigue: number;
  /** P × C × V × L − fatigue. */
  priority: number;
}

/** An action that may not, and by which rule. */
export interface Rejected {
  key: string;
  code: RejectionCode;
}

/** What may be done for somebody, the best first, and what may not. */
export interface Assessment {
  eligible: Candidate[];
  rejected: Rejected[];
}

/** What a learned model expects of actions, 0 to 1, by key; where it says nothing the action's usual chance holds. */
export type ExpectedChances = Readonly<Record<string, number>>;

/** The unanswered actions in a row after which somebody is left alone. */
export const patience = 3;

/** The score below which a colleague's time is not spent on somebody. */
const warmScore = 35;

const day = 24 * 3600_000;

const rests = (policy: DecidingPolicy): OfferedAction[] => [
  { key: waitKey, kind: 'wait', label: 'Wait', chance: 0.02, value: policy.baseValue, lever: 1, targetId: null },
  { key: stopKey, kind: 'stop', label: 'Leave alone', chance: 0.02, value: policy.baseValue, lever: 1, targetId: null },
];

/** Looks at every action: may it be done, does it make sense, is it a good idea; and what it is worth. */
export function assess(context: ActionContext, policy: DecidingPolicy, expected: ExpectedChances = {}): Assessment {
  const eligible: Candidate[] = [];
  const rejected: Rejected[] = [];
  for (const action of [...policy.actions.filter(({ kind }) => !isRest(kind)), ...rests(policy)]) {
    const candidate = weigh(action, context, { policy, expected });
    const code =
      forbids(action, context, policy) ?? isPointless(action, context) ?? isPoorIdea(action, context, candidate);
    if (code) rejected.push({ key: action.key, code });
    else eligible.push(candidate);
  }
  eligible.sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1));
  return { eligible, rejected };
}

/** Eligibility: what the person, the tenant or the law says no to. */
function forbids(action: OfferedAction, context: ActionContext, policy: DecidingPolicy): RejectionCode | null {
  const { kind, key } = action;
  if (isRest(kind)) return null;
  if (!policy.allowedKinds.includes(kind)) return 'not_allowed';
  if (leadsToMessages(kind) && context.obstacle !== null) return context.obstacle as RejectionCode;
  if (context.hasOpenAction) return 'sequence_active';
  if ((context.rejectedUntil[key] ?? '') > context.nowIso) return 'rejected_before';
  if (isCooling(context, policy)) return 'cool_down';
  if (isMessage(kind) && context.capLeft !== null && context.capLeft <= 0) return 'frequency_cap';
  if (isMessage(kind) && context.quietUntil !== null) return 'quiet_hours';
  if (policy.mode === 'automatic' && context.hoursFrom !== null) return 'outside_hours';
  return policy.mode === 'automatic' && context.isDayFull ? 'day_full' : null;
}

/** Applicability: what would do nothing. */
function isPointless({ kind, key }: OfferedAction, context: ActionContext): RejectionCode | null {
  if (context.had.includes(key)) return 'had_before';
  if (context.closed.includes(key)) return 'not_open';
  return kind === 'create_task' && !context.hasOwner ? 'no_owner' : null;
}

/** Suitability: what could be done and is better not. */
function isPoorIdea(
  { kind }: OfferedAction,
  { score, unanswered }: ActionContext,
  { priority }: Candidate,
): RejectionCode | null {
  if (kind === 'stop') return unanswered >= patience ? null : 'still_listening';
  if (kind === 'wait') return null;
  if (kind === 'create_task' && score < warmScore) return 'too_cold';
  return priority <= 0 || unanswered >= patience ? 'not_worth_it' : null;
}

/** Whether something was done for them so lately that nothing is to be done now. */
function isCooling({ lastActedAt, nowIso }: ActionContext, { coolDownDays }: DecidingPolicy): boolean {
  return lastActedAt !== null && Date.parse(lastActedAt) + coolDownDays * day > Date.parse(nowIso);
}

function weigh(
  action: OfferedAction,
  context: ActionContext,
  { policy, expected }: { policy: DecidingPolicy; expected: ExpectedChances },
): Candidate {
  const { key, kind, value, lever } = action;
  // Leaving alone for longer is worth what leaving alone is worth.
  const learned = expected[kind === 'stop' ? waitKey : key];
  const chance = clamp(learned ?? action.chance);
  // A model has looked at the person already.
  const fit = learned === undefined ? fitOf(kind, context.score) : 1;
  const fatigue = isMessage(kind) ? policy.fatigue * context.recentMessages : 0;
  // Of two ways to leave somebody alone, the one that is allowed and goes further comes first.
  const most = chance * fit * value * lever - fatigue + (kind === 'stop' ? 1e-9 : 0);
  return { key, kind, chance, context: fit, value, lever, fatigue, priority: most };
}

/** How well a kind of action fits a score: a colleague's time is for the warm, reading for those who are not yet. */
function fitOf(kind: OfferedAction['kind'], score: number): number {
  if (kind === 'create_task') return score / 50;
  if (kind === 'send_content' || kind === 'add_to_drip') return 1.25 - score / 200;
  return isRest(kind) ? 1 : 0.5 + score / 100;
}

const clamp = (chance: number): number => Math.min(1, Math.max(0, chance));

/**
 * When what is left out only for the moment may be looked at again (ISO 8601): quiet hours, the policy's hours, the day's maximum, the
 * cool-down. Null where nothing is waited for.
 */
export function nextMoment(assessment: Assessment, context: ActionContext, policy: DecidingPolicy): string | null {
  const codes = new Set(assessment.rejected.map(({ code }) => code));
  const moments = [
    ...(codes.has('quiet_hours') ? [context.quietUntil] : []),
    ...(codes.has('outside_hours') ? [context.hoursFrom] : []),
    ...(codes.has('day_full') ? [new Date(Date.parse(context.nowIso) + day).toISOString()] : []),
    ...(codes.has('cool_down') && context.lastActedAt
      ? [new Date(Date.parse(context.lastActedAt) + policy.coolDownDays * day).toISOString()]
      : []),
  ].filter((moment): moment is string => moment !== null && moment > context.nowIso);
  return moments.sort()[0] ?? null;
}
