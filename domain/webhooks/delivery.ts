import type { CallAnswer, CallProblem } from './call.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds from one attempt to the next: over somewhat more than three days, as Standard Webhooks say. */
export const retrySchedule: readonly number[] = [
  5_000,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** An endpoint that has failed for so long (milliseconds), without doing once what it should, is called no more: before what failed first is given up, however its attempts were spread. */
export const failingFor = 60 * hour;

/** How much of an answer is kept (characters), for whoever looks into a failure. */
export const keptOfAnswer = 500;

/** What a delivery is after an attempt. `gone`: the endpoint wants to hear of nothing any more. */
export type DeliveryVerdict =
  | { kind: 'done'; problem: null }
  | { kind: 'again'; problem: CallProblem; afterMs: number }
  | { kind: 'givenUp'; problem: CallProblem }
  | { kind: 'gone'; problem: CallProblem };

/**
 * What an answer means after `attempts` of them (this one counted): any 2xx is what was wanted, 410 the end, everything else is tried
 * again, later each time. `random` (0 to 1) spreads those who failed together; who asks for patience gets it, a day at most.
 */
export function judgeDelivery(
  answer: CallAnswer,
  { attempts, random }: { attempts: number; random: number },
): DeliveryVerdict {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) return { kind: 'done', problem: null };
  const problem: CallProblem = answer.kind === 'failed' ? answer.problem : `http_${answer.status}`;
  if (answer.kind === 'answered' && answer.status === 410) return { kind: 'gone', problem };
  const wait = retrySchedule[attempts - 1];
  if (wait === undefined) return { kind: 'givenUp', problem };
  const asked = answer.kind === 'answered' ? (answer.retryAfterSeconds ?? 0) * 1000 : 0;
  const afterMs = Math.min(24 * hour, Math.max(wait * (0.8 + 0.4 * random), asked));
  return { kind: 'again', problem, afterMs: Math.round(afterMs) };
}

/** Whether an endpoint that fails is to be called no more. */
export function hasFailedForLong(failingSince: Date | null, now: Date): boolean {
  return failingSince !== null && now.getTime() - failingSince.getTime() >= failingFor;
}
