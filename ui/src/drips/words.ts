import type { Condition } from '../../../domain/drips/condition.ts';
import type { DripEntry } from '../../../domain/drips/definition.ts';
import type { Drip } from '../../../domain/drips/drip.ts';
import { findStep } from '../../../domain/drips/graph.ts';
import { durationWords, stepName, type DripStep, type WaitUntil } from '../../../domain/drips/steps.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { conditionsOf, isGroup } from '../../../domain/segments/rule-parts.ts';
import { plural } from '../lib/format.ts';
import { conditionWords as ruleConditionWords } from '../segments/words.ts';

/** What ids and keys are called. */
export type NameOf = (
  kind: 'list' | 'segment' | 'attribute' | 'status' | 'field' | 'campaign' | 'stage' | 'money',
  id: string,
) => string;

/** The days of the week, Monday first. */
export const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Days as people say them: "Mon, Wed", "Mon to Fri", "any day". */
export function weekdayWords(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort();
  if (sorted.length === 7) return 'any day';
  if (sorted.join() === '1,2,3,4,5') return 'Mon to Fri';
  return sorted.map((day) => weekdayNames[day - 1]).join(', ');
}

/** How long a wait lasts: "3 days", "until Mon to Fri at 09:00", "until 30 days before Renewal at 09:00". */
export function waitWords(until: WaitUntil, nameOf: NameOf): string {
  switch (until.kind) {
    case 'duration':
      return durationWords(until);
    case 'weekday':
      return `until ${weekdayWords(until.weekdays)} at ${until.at}`;
    case 'dateField':
      return `until ${offsetWords(until.offsetDays)} ${nameOf('attribute', until.attribute)} at ${until.at}`;
  }
}

function offsetWords(days: number): string {
  if (days === 0) return 'the day of';
  return `${plural(Math.abs(days), 'day', 'days')} ${days < 0 ? 'before' : 'after'}`;
}

const did = { sent: 'was sent', opened: 'opened', clicked: 'clicked in' } as const;

/** A condition in words, as it follows "Asks": "whether somebody clicked in “Greeting”", "for: Country is Germany". */
export function conditionWords(condition: Condition, steps: readonly DripStep[], nameOf: NameOf): string {
  if (condition.kind === 'step') {
    const step = findStep(steps, condition.step);
    return `whether somebody ${did[condition.did]} “${step ? stepName(step) : condition.step}”`;
  }
  const conditions = conditionsOf(condition.rule);
  const only = conditions.length === 1 && conditions[0]!.kind !== 'field' ? conditions[0]! : null;
  const isNot = isGroup(condition.rule) && condition.rule.kind === 'none';
  if (!only || isNot) return `for: ${ruleWords(condition.rule, nameOf)}`;
  return `whether somebody ${only.kind === 'engagement' ? '' : 'is '}${ruleConditionWords(only, nameOf)}`;
}

const between = { all: ' and ', any: ' or ', none: ' or ' } as const;

function ruleWords(rule: Rule, nameOf: NameOf): string {
  if (!isGroup(rule)) return ruleConditionWords(rule, nameOf);
  const parts = rule.rules.map((part) =>
    isGroup(part) && part.rules.length > 1 ? `(${ruleWords(part, nameOf)})` : ruleWords(part, nameOf),
  );
  const joined = parts.join(between[rule.kind]);
  return rule.kind !== 'none' ? joined : parts.length === 1 ? `not ${joined}` : `neither of ${joined}`;
}

/** What a step does, in a line. */
export function stepWords(step: DripStep, steps: readonly DripStep[], nameOf: NameOf): string {
  switch (step.kind) {
    case 'wait':
      // One without a name of its own is called by how long it is.
      return step.name || step.until.kind !== 'duration' ? `Waits ${waitWords(step.until, nameOf)}` : '';
    case 'send':
      return step.content.subject ? `Sends “${step.content.subject}”` : 'Sends a message that has no subject yet';
    case 'branch':
      return `Asks ${conditionWords(step.condition, steps, nameOf)}`;
    case 'split':
      return `By chance: ${step.paths.map(({ label, percent }) => `${label} ${percent} %`).join(', ')}`;
    case 'setAttribute':
      return `Sets ${nameOf('attribute', step.attribute)} to ${step.value === null ? 'nothing' : String(step.value)}`;
    case 'setStatus':
      return `Makes the member status ${nameOf('status', step.statusId)}`;
    case 'changeList':
      return step.action === 'add'
        ? `Puts them on ${nameOf('list', step.listId)}`
        : `Takes them off ${nameOf('list', step.listId)}`;
    case 'notifyOwner':
      return step.text ? `Tells the owner: ${step.text}` : 'Tells the owner who came here';
    case 'webhook':
      return step.url ? `Calls ${hostOfCall(step.url)}` : 'Calls a webhook that has no address yet';
    case 'goal':
      return 'Ends here as a success';
    case 'exit':
      return 'Ends here';
    default:
      return stepName(step);
  }
}

/** The host that a call goes to; the rest of an address may be long. */
function hostOfCall(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** How people come in, in a line. */
export function entryWords(entry: DripEntry, nameOf: NameOf): string {
  switch (entry.kind) {
    case 'list':
      return `Everybody who comes onto ${nameOf('list', entry.listId)}${entry.existing ? ', and who is on it already' : ''}`;
    case 'segment':
      return entry.existing === false
        ? `Everybody who comes into the segment ${nameOf('segment', entry.segmentId)} from now on`
        : `Everybody in the segment ${nameOf('segment', entry.segmentId)}, now or later`;
    case 'event':
      return `Everybody who ${eventWords[entry.event]}${entry.name ? ` “${entry.name}”` : ''}`;
    case 'dateField':
      return `Everybody ${offsetWords(entry.offsetDays)} ${nameOf('attribute', entry.attribute)}${entry.yearly ? ', every year' : ''}`;
  }
}

const eventWords = {
  click: 'clicks in a message',
  page_view: 'visits a page',
  form: 'fills in a form',
  custom: 'does something of your own',
} as const;

/** What a drip has to say first. */
export function dripSentence({ status, people, definition, entryClosedAt, pendingVersion }: Drip): string {
  const steps = plural(definition.steps.length, 'step', 'steps');
  const inside = people.enrolled + people.active + people.paused;
  const over = plural(people.completed, 'person came', 'people came');
  if (status === 'draft') {
    return `${steps}. It begins with its campaign; nobody is in it yet.`;
  }
  const waits = pendingVersion === null ? '' : ` Version ${pendingVersion} waits for approval.`;
  if (status === 'running') {
    const closed = entryClosedAt === null ? '' : ' Nobody new comes in.';
    return `${plural(inside, 'person is', 'people are')} in it, ${over} to the end.${closed}${waits}`;
  }
  if (status === 'paused') return `Nobody moves. ${plural(inside, 'person keeps', 'people keep')} their place.${waits}`;
  return `It is over: ${over} to the end, ${people.exited} left before.`;
}

/** How many people are in a drip now. */
export function peopleInside({ people }: Pick<Drip, 'people'>): number {
  return people.enrolled + people.active + people.paused;
}
