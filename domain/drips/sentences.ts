import { problemWords } from '../webhooks/call.ts';
import { findStep, nextOf } from './graph.ts';
import { leaveReasonWords, type LeaveReason, type PositionState } from './position.ts';
import { stepName, type DripStep } from './steps.ts';

/** What a sentence about a position is made from. */
export interface Standing {
  state: PositionState;
  step: string | null;
  waitsFor: string;
  goesTo: string | null;
  reason: string | null;
  /** Why the last attempt of a call did not do; null where there was none. */
  callProblem?: string | null;
}

/** Where somebody is in a drip and why, in a sentence; times stand beside it and not in it. */
export function standingSentence(
  { state, step, waitsFor, reason, callProblem }: Standing,
  steps: readonly DripStep[],
): string {
  const name = nameOf(steps, step);
  switch (state) {
    case 'enrolled':
      return 'Has just come in.';
    case 'paused':
      return step === null ? 'Is held before the first step.' : `Is held at “${name}”.`;
    case 'completed':
      return 'Came to the end.';
    case 'failed':
      return `Could not go on at “${name}”.`;
    case 'exited': {
      const why = leaveReasonWords[reason as LeaveReason] ?? 'for another reason';
      return step === null ? `Left before the first step: ${why}.` : `Left at “${name}”: ${why}.`;
    }
    case 'active':
      return activeSentence(name, { waitsFor, callProblem });
  }
}

function activeSentence(name: string, { waitsFor, callProblem }: Pick<Standing, 'waitsFor' | 'callProblem'>): string {
  switch (waitsFor) {
    case 'message':
      return `The message of “${name}” is on its way.`;
    case 'window':
      return `“${name}” waits for the hours in which it may go.`;
    case 'webhook':
      return callProblem
        ? `The webhook of “${name}” is tried again: ${problemWords(callProblem)}.`
        : `The webhook of “${name}” is being called.`;
    case 'nothing':
      return `“${name}” is done; the next step follows.`;
    default:
      return `Is at “${name}”.`;
  }
}

/** What comes next for somebody, in a sentence. */
export function nextSentence(standing: Standing, steps: readonly DripStep[]): string {
  const { state, step, waitsFor, goesTo } = standing;
  if (state !== 'enrolled' && state !== 'active') {
    return state === 'paused' ? 'Nothing, until somebody lets them go on.' : 'Nothing more.';
  }
  if (step === null) return follows(steps, steps[0]?.key ?? null);
  if (waitsFor === 'window') return `Then “${nameOf(steps, step)}” goes.`;
  return follows(steps, goesTo ?? nextOf(steps, step));
}

function follows(steps: readonly DripStep[], key: string | null): string {
  return key === null ? 'Then it ends.' : `Then “${nameOf(steps, key)}”.`;
}

/** A step's name; a step that is no more is called by its key. */
export function nameOf(steps: readonly DripStep[], key: string | null): string {
  const step = findStep(steps, key);
  return step ? stepName(step) : (key ?? '');
}
