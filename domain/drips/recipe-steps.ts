import { letterBody, type Letter } from '../content/letter.ts';
import type { DripDefinition, DripEntry, SendWindow } from './definition.ts';
import type { DripStep, StepOf } from './steps.ts';

/** What a recipe is filled in with: who sends, where buttons lead, and who comes in, as far as that is known already. */
export interface RecipeInput {
  senderId: string | null;
  link: string;
  listId: string | null;
  /** An attribute that holds a date; only the renewal reads it. */
  dateAttribute: string | null;
}

const daytime: SendWindow = { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'person' };

/** What recipes have beside their steps where they do not say otherwise: nobody comes in twice, a reply ends it, and mail goes out by day. */
export function frame(entries: DripEntry[]): Omit<DripDefinition, 'steps'> {
  return {
    entries,
    reentry: { allowed: false, afterDays: 0 },
    goal: null,
    exitWhen: null,
    exitOnReply: true,
    window: daytime,
  };
}

/** People come in as they come onto the list; nobody does where it is not known yet. */
export function onList({ listId }: RecipeInput, existing: boolean): DripEntry[] {
  return listId === null ? [] : [{ kind: 'list', listId, existing }];
}

/** People come in so many days from a date of theirs, every year; nobody does where it is not known which. */
export function onDate({ dateAttribute }: RecipeInput, offsetDays: number): DripEntry[] {
  return dateAttribute === null ? [] : [{ kind: 'dateField', attribute: dateAttribute, offsetDays, yearly: true }];
}

/** A letter of a recipe with what an inbox shows of it. */
interface RecipeLetter extends Letter {
  subject: string;
  preheader: string;
}

/** A message with a letter of the recipe. */
export function send(input: RecipeInput, key: string, name: string, letter: RecipeLetter): StepOf<'send'> {
  const { subject, preheader } = letter;
  const content: StepOf<'send'>['content'] = {
    subject,
    preheader,
    senderId: input.senderId,
    format: 'mjml',
    body: letterBody(letter, input.link),
    messageClass: 'marketing',
  };
  return { key, name, kind: 'send', content };
}

/** A wait of some days. */
export function days(key: string, amount: number): DripStep {
  return { key, name: '', kind: 'wait', until: { kind: 'duration', amount, unit: 'days' } };
}

/** Waits for a day before the person's date; without an attribute for it, as long as lies between the letters. */
export function before({ dateAttribute }: RecipeInput, key: string, offsetDays: number): DripStep {
  if (dateAttribute === null) return days(key, offsetDays === -30 ? 30 : 23);
  const until = { kind: 'dateField', attribute: dateAttribute, offsetDays, at: '09:00', otherwise: 'exit' } as const;
  return { key, name: '', kind: 'wait', until };
}

/** A fork between those who clicked in the message of a step and those who did not. */
export function didClick(key: string, step: string, ways: { yes: string | null; no: string | null }): DripStep {
  return { key, name: 'Did they click?', kind: 'branch', condition: { kind: 'step', step, did: 'clicked' }, ...ways };
}

/** Takes people off a list. */
export function takeOff(key: string, listId: string): DripStep {
  return { key, name: 'Take them off the list', kind: 'changeList', listId, action: 'remove' };
}
