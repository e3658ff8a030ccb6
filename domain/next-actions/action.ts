import { z } from 'zod';

/** What can be done next for a person. Two of them send, two change what they are in, one asks a colleague; the last two leave them alone. */
export const actionKinds = [
  'send_email',
  'send_content',
  'add_to_drip',
  'create_task',
  'change_cadence',
  'wait',
  'stop',
] as const;

/** One of the kinds of action. */
export const ActionKind = z.enum(actionKinds);

/** One of the kinds of action. */
export type ActionKind = z.infer<typeof ActionKind>;

/** The key of leaving somebody alone for now: it is always possible, and not a row of the catalogue. */
export const waitKey = 'wait';

/** The key of leaving somebody alone until they do something themselves. */
export const stopKey = 'stop';

/** An action that a tenant offers. */
export interface OfferedAction {
  /** The id of its row; `wait` and `stop` have their own word. */
  key: string;
  kind: ActionKind;
  label: string;
  /** The chance that it succeeds where nothing else is known, 0 to 1. */
  chance: number;
  /** What a success is worth, in whole units of the tenant's currency. */
  value: number;
  /** How much more (above 1) or less it is wanted at the moment, by whoever set it. */
  lever: number;
  /** What it is about: an item of a nurture programme, a nurture programme, or a drip; null for the others. */
  targetId: string | null;
}

/** Whether it sends something to the person. */
export function isMessage(kind: ActionKind): boolean {
  return kind === 'send_email' || kind === 'send_content';
}

/** Whether it leads to messages, now or later. */
export function leadsToMessages(kind: ActionKind): boolean {
  return isMessage(kind) || kind === 'add_to_drip';
}

/** Whether it leaves the person alone. */
export function isRest(kind: ActionKind): boolean {
  return kind === 'wait' || kind === 'stop';
}
