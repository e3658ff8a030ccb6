import type { Candidate, Rejected, RejectionCode } from './assess.ts';
import type { ActionContext } from './context.ts';
import type { Decision } from './decide.ts';
import type { NextAction } from './next-action.ts';

/** Why an action was left out, as a person reads it. */
export const rejectionWords: Record<RejectionCode, string> = {
  not_allowed: 'the settings do not allow it',
  no_address: 'there is no address',
  invalid_address: 'the address does not work',
  suppressed: 'the address is suppressed',
  opted_out: 'they opted out',
  no_consent: 'there is no consent',
  frequency_cap: 'they have had as many messages as the cap allows',
  quiet_hours: 'it is in their quiet hours',
  outside_hours: 'it is outside the hours of the settings',
  day_full: 'the maximum of the day is used up',
  sequence_active: 'something is open for them already',
  cool_down: 'something was done for them lately',
  rejected_before: 'it was rejected lately',
  had_before: 'they have had it',
  not_open: 'it has nothing to give at the moment',
  no_owner: 'nobody owns this person',
  too_cold: 'their score is too low for a colleague’s time',
  still_listening: 'they still answer',
  not_worth_it: 'it is not worth it',
};

/** Why a suggestion that waits cannot be accepted, as a person reads it. */
export const suggestionObstacleWords: Record<NonNullable<NextAction['obstacle']>, string> = {
  turned_off: 'the next actions that proposed it are turned off',
  campaign_over: 'the campaign that proposed it is over',
};

/** The code with the most actions behind it. */
function commonest(rejected: readonly Rejected[]): RejectionCode | null {
  const counts = new Map<RejectionCode, number>();
  for (const { code } of rejected) if (code !== 'still_listening') counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Why a decision is as it is, as sentences; what was known of the person first. */
export function reasonsOf(
  { chosen, kind, eligible, rejected, isHeldOut, isExploring }: Decision,
  { reasons }: ActionContext,
): string[] {
  if (isHeldOut) return ['Left alone on purpose: a share of people gets nothing, so that the effect can be told.'];
  const candidate = eligible.find(({ key }) => key === chosen);
  const why = commonest(rejected);
  if (kind === 'stop') return ['Nothing came of the last actions: they are left alone until they do something.'];
  if (kind === 'wait')
    return [
      isExploring
        ? 'Left alone this time, to see what comes without it.'
        : why && eligible.length <= 2
          ? `Nothing to do at the moment: ${rejectionWords[why]}.`
          : 'Waiting is worth more than anything that could be done.',
    ];
  return [
    ...reasons.slice(0, 2).map((text) => `${text}.`),
    ...(candidate ? [worthWords(candidate)] : []),
    ...(isExploring ? ['Not what looks best: tried with a few people, to learn what it does.'] : []),
  ];
}

function worthWords({ chance, context, value, fatigue }: Candidate): string {
  const percent = Math.round(Math.min(1, chance * context) * 1000) / 10;
  const less = fatigue > 0 ? `, less ${Math.round(fatigue)} because they had mail this week` : '';
  return `About ${percent}\u00a0% answer, and an answer is worth ${Math.round(value)}${less}.`;
}
