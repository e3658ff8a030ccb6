import { leaveReasonWords, type DripPosition, type Journey, type LeaveReason } from '../../../domain/drips/position.ts';
import type { StepFigures } from '../../../domain/drips/drip.ts';
import { obstacleWords } from '../../../domain/outbox/obstacle-words.ts';
import { problemWords } from '../../../domain/webhooks/call.ts';
import { planned, plural, relative } from '../lib/format.ts';

/** What can be done with one person in a drip. */
export type PersonCommand = 'pause' | 'resume' | 'skip' | 'exit';

/** The commands as they stand on a menu. */
export const commandLabels: Record<PersonCommand, string> = {
  pause: 'Hold them here',
  resume: 'Let them go on',
  skip: 'Leave out this step',
  exit: 'Take them out',
};

/** What the page says when a command was obeyed. */
export const commandDone: Record<PersonCommand, string> = {
  pause: 'held where they are',
  resume: 'goes on',
  skip: 'goes on to the next step',
  exit: 'taken out; what has not gone is not sent',
};

/** What can be done with somebody who stands so. */
export function commandsFor({ state, step }: Pick<DripPosition, 'state' | 'step'>): PersonCommand[] {
  if (state === 'paused') return ['resume', 'exit'];
  if (state === 'enrolled') return ['pause', 'exit'];
  if (state === 'active') return step === null ? ['pause', 'exit'] : ['pause', 'skip', 'exit'];
  return [];
}

/** When somebody goes on: "Tue 3 Jun, 09:00 Berlin, in 14 h", or what that depends on. */
export function dueWords(
  { state, dueAt, waitsFor }: Pick<DripPosition, 'state' | 'dueAt' | 'waitsFor'>,
  timeZone: string,
  now = new Date(),
): string {
  if (state === 'paused') return 'When they are let go on';
  if (state !== 'active' && state !== 'enrolled') return 'Not any more';
  if (dueAt === null && waitsFor === 'webhook') return 'When its webhook has answered';
  if (dueAt === null) return waitsFor === 'message' ? 'When its message has gone' : 'As soon as it can';
  if (new Date(dueAt) <= now) return 'Now';
  return `${planned(dueAt, timeZone, now)}, ${relative(dueAt, now)}`;
}

/** When the next of those who stand at a step go on: "12 people go on Tue 3 Jun, 09:00 Berlin, in 14 h". */
export function dueLine(
  { nextDueAt, nextDue }: Pick<StepFigures, 'nextDueAt' | 'nextDue'>,
  timeZone: string,
  now = new Date(),
): string {
  if (nextDueAt === null) return '';
  const who = plural(nextDue, 'person goes on', 'people go on');
  if (new Date(nextDueAt) <= now) return `${who} now`;
  return `${who} ${planned(nextDueAt, timeZone, now)}, ${relative(nextDueAt, now)}`;
}

const outcomes: Partial<Record<string, string>> = {
  sent: 'was sent',
  skipped: 'was left out',
  waited: 'the wait is over',
  changed: 'was done',
  notified: 'the owner was told',
  called: 'the webhook was called',
  notCalled: 'the webhook could not be called',
  yes: 'yes',
  no: 'no',
};

/** What happened at a step, and why where that is known: "Greeting: was left out (no consent)". */
export function moveWords({ step, stepName, outcome, reason }: Journey['moves'][number]): string {
  const what = outcomes[outcome] ?? outcome.replaceAll('_', ' ');
  const why = reason === null ? '' : (leaveReasonWords[reason as LeaveReason] ?? obstacleWords(reason, problemWords));
  return `${step === null ? '' : `${stepName}: `}${what}${why ? ` (${why})` : ''}`;
}
