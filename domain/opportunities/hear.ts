import type { FieldError } from '../errors.ts';
import { newerFacts } from './facts.ts';
import type { HeldOpportunity, HeldRole } from './held.ts';
import { isSaidAlready, type StageStanding } from './history.ts';
import type { OpportunityInput, OpportunityResult } from './opportunity.ts';
import { beginning, retell } from './retell.ts';
import { withRoles } from './roles.ts';
import type { OpportunityState } from './stage.ts';

/** Which opportunity a fact is about: an existing one, one by its external id, or a new one. */
export type OpportunityTarget =
  | { id: string }
  | { externalId: string }
  | { newId: string; newExternalId: string | null };

/** Something said of one opportunity. */
export interface OpportunityWord<Input extends OpportunityInput = OpportunityInput> {
  target: OpportunityTarget;
  input: Input;
  /** The version that it was said of; null: whichever it has. */
  version?: number | null;
  /** References that are not found are left out and reported, where the word is otherwise good. */
  isLenient?: boolean;
  /** The people that it names come to those who have a part already; else they are all who have one. */
  addsPeople?: boolean;
}

/** The references of a fact, looked up: undefined if the fact does not mention them; those that could not be found are among the problems. */
export interface FoundReferences {
  accountId?: string | null;
  primaryCampaignId?: string | null;
  roles?: HeldRole[];
  problems: FieldError[];
}

/** The stages while facts are applied: a stage is found by its name, and new ones are inserted at the end. */
export interface StageBook {
  /** The stage of this name, made if it is unknown. If the stage means another state than the one given, that state is returned instead. */
  named: (name: string, state: OpportunityState | undefined) => StageStanding | { known: OpportunityState };
  /** The first stage of an outcome. */
  first: (state: OpportunityState) => StageStanding;
}

/** Among what a word is heard: the moment, the tenant's currency, the stages, and new ids in the order of time. */
export interface Hearing {
  nowIso: string;
  currency: string;
  stages: StageBook;
  newId: () => string;
}

/**
 * The outcome of one fact. `held` is the opportunity afterwards, undefined if the fact was refused; `isWritten` says whether there is
 * anything to save.
 */
export interface Heard {
  result: OpportunityResult;
  problems: FieldError[];
  held?: HeldOpportunity;
  isWritten: boolean;
}

/** What a word says of stage, amount and close, and for when. */
interface Said {
  stage: StageStanding | null;
  occurredAt: string;
  changeId: string | null;
}

/** How far a sender's clock may be ahead of ours, in milliseconds. */
const clockSkew = 300_000;

/** Applies one fact to an opportunity; `found` is that opportunity, and is changed in place. */
export function hearWord(
  word: OpportunityWord,
  context: { found?: HeldOpportunity; references: FoundReferences; hearing: Hearing },
): Heard {
  const { found, references, hearing } = context;
  const { target, input, isLenient } = word;
  const repeated = repetition(word, found);
  if (repeated) return repeated;
  const occurredAt = input.occurredAt ? new Date(input.occurredAt).toISOString() : hearing.nowIso;
  const stage = stageOf(input, found, hearing.stages);
  const problems = isLenient ? [] : [...references.problems];
  if (Date.parse(occurredAt) > Date.parse(hearing.nowIso) + clockSkew) problems.push(inFuture);
  if (stage && 'known' in stage) problems.push(otherOutcome(input.stage ?? '', stage.known));
  else if (stage?.state === 'open' && input.closedAt) problems.push(notClosed);
  if (found?.deletedAt != null && occurredAt < found.deletedAt) problems.push(deletedSince);
  if (problems.length > 0 || (stage && 'known' in stage)) return refusal(...problems);
  const held = found ?? newOpportunity(target, { occurredAt, hearing });
  const said = {
    stage: stage && { stageId: stage.stageId, state: stage.state },
    occurredAt,
    changeId: input.changeId ?? null,
  };
  const outcome = takeEffect(held, { word, references, said, hearing });
  return { ...outcome, problems: isLenient ? references.problems : [], held };
}

/** What ends it before anything is looked at: nobody there, a key that is taken, another version, or heard before. */
function repetition({ target, input, version }: OpportunityWord, found: HeldOpportunity | undefined): Heard | null {
  if ('id' in target && (!found || found.deletedAt !== null)) return refusal(unknown);
  if ('newId' in target && found && found.id !== target.newId) return refusal(taken);
  if (version != null && found && version !== found.version) return refusal(stale);
  if ('newId' in target && found) return { result: 'unchanged', problems: [], held: found, isWritten: false };
  const isKnown = input.changeId !== undefined && found?.lines.some(({ changeId }) => changeId === input.changeId);
  return isKnown ? { result: 'repeated', problems: [], held: found, isWritten: false } : null;
}

/** Applies a fact to the opportunity that is held; returns the outcome. */
function takeEffect(
  held: HeldOpportunity,
  {
    word,
    references,
    said,
    hearing,
  }: { word: OpportunityWord; references: FoundReferences; said: Said; hearing: Hearing },
): Pick<Heard, 'result' | 'isWritten'> {
  const { input } = word;
  // If nobody says when an opportunity was opened, it counts as open since the earliest fact that is known about it.
  const isEarlier = held.times.openedAt === undefined && said.occurredAt < held.facts.openedAt;
  if (isEarlier) held.facts.openedAt = said.occurredAt;
  const before = shapeOf(held);
  const { name, ownerId, leadSource, expectedCloseOn } = input;
  const { accountId, primaryCampaignId, roles } = references;
  const contactRoles = roles && word.addsPeople ? withRoles(held.roles, roles) : roles;
  const openedAt = input.openedAt && new Date(input.openedAt).toISOString();
  const spoken = { name, ownerId, leadSource, expectedCloseOn, openedAt, accountId, primaryCampaignId, contactRoles };
  const newer = newerFacts(spoken, said.occurredAt, held.times);
  const { contactRoles: newRoles, ...facts } = newer.facts;
  held.times = newer.times;
  Object.assign(held.facts, facts);
  held.roles = newRoles ?? held.roles;
  held.deletedAt = null;
  const isHeard = hearLine(held, { input, said, hearing });
  if (held.isNew) {
    held.isNew = false;
    return { result: 'added', isWritten: true };
  }
  if (shapeOf(held) !== before) return { result: 'changed', isWritten: true };
  const isOld = Object.entries(spoken).some(([fact, value]) => value !== undefined && !(fact in newer.facts));
  const isLast = held.lines.every((line) => line.occurredAt <= said.occurredAt);
  return { result: isOld || (isHeard && !isLast) ? 'late' : 'unchanged', isWritten: isHeard || isEarlier };
}

/** Adds a line to the history where the word says something of stage, amount or close; false where there is nothing to add. */
function hearLine(
  held: HeldOpportunity,
  { input, said, hearing }: { input: OpportunityInput; said: Said; hearing: Hearing },
): boolean {
  const { stage, occurredAt, changeId } = said;
  const { standing } = held;
  const closedAt = input.closedAt ? new Date(input.closedAt).toISOString() : null;
  const amount = input.amount ?? null;
  const isNews =
    (stage !== null && stage.stageId !== standing.stageId) ||
    (amount !== null && (amount.amountMinor !== standing.amountMinor || amount.currency !== standing.currency)) ||
    (closedAt !== null && closedAt !== standing.closedAt);
  const isDated = input.occurredAt !== undefined && (stage !== null || amount !== null || closedAt !== null);
  // Who sends all they know every night says the same of the same moment again.
  if (changeId === null && isSaidAlready(held.lines, { stage, amount, closedAt, occurredAt })) return false;
  if (!isNews && !isDated && held.lines.length > 0 && changeId === null) return false;
  const { closedAt: _, ...stood } = standing;
  held.lines.push({ ...stood, stage, amount, closedAt, changeId, id: hearing.newId(), occurredAt, valueMinor: null });
  retell(held, hearing);
  return true;
}

function stageOf(
  { stage, state }: OpportunityInput,
  found: HeldOpportunity | undefined,
  stages: StageBook,
): ReturnType<StageBook['named']> | null {
  if (stage !== undefined) return stages.named(stage, state);
  if (state === undefined) return null;
  return found?.standing.state === state ? found.standing : stages.first(state);
}

function newOpportunity(
  target: OpportunityTarget,
  { occurredAt, hearing }: { occurredAt: string; hearing: Hearing },
): HeldOpportunity {
  const externalId = externalIdOf(target);
  const facts = { accountId: null, ownerId: null, leadSource: null, primaryCampaignId: null, expectedCloseOn: null };
  return {
    ...{ id: 'newId' in target ? target.newId : hearing.newId(), externalId, isNew: true, version: 1, deletedAt: null },
    facts: { ...facts, name: externalId ?? '', openedAt: occurredAt },
    times: {},
    standing: { ...beginning(hearing), closedAt: null },
    ...{ lines: [], roles: [], rate: null, valueMinor: null },
  };
}

/** The id in another system that a word names; null where it names none. */
export function externalIdOf(target: OpportunityTarget): string | null {
  if ('externalId' in target) return target.externalId;
  return 'newExternalId' in target ? target.newExternalId : null;
}

/** Whether this is the opportunity that a word is about. */
export function isMeant({ id, externalId }: HeldOpportunity, target: OpportunityTarget): boolean {
  if ('id' in target) return id === target.id;
  const wanted = externalIdOf(target);
  return ('newId' in target && id === target.newId) || (wanted !== null && externalId === wanted);
}

function shapeOf({ facts, standing, roles, deletedAt, lines }: HeldOpportunity): string {
  const parts = roles.map(({ personId, role, isPrimary }) => `${personId} ${role} ${isPrimary}`).sort();
  return JSON.stringify([facts, standing, parts, deletedAt, lines.length > 0]);
}

function refusal(...problems: FieldError[]): Heard {
  return { result: 'refused', problems, isWritten: false };
}

const unknown = { path: 'id', code: 'not_found', message: 'is no opportunity' };
const taken = {
  path: 'externalId',
  code: 'taken',
  message: 'belongs to another opportunity; PUT by its external id changes that one',
};
const stale = { path: 'If-Match', code: 'stale', message: 'is not the version that it has now' };
const inFuture = {
  path: 'occurredAt',
  code: 'in_future',
  message: 'must not be in the future: it says since when something is so',
};
const notClosed = {
  path: 'closedAt',
  code: 'not_closed',
  message: 'is when something was won or lost; an open opportunity has expectedCloseOn',
};
const deletedSince = {
  path: 'occurredAt',
  code: 'deleted',
  message: 'is before it was deleted; a later word brings it back',
};
const otherOutcome = (stage: string, known: string): FieldError => ({
  path: 'state',
  code: 'other_outcome',
  message: `does not fit the stage: whatever is in "${stage.trim()}" is ${known}. Change that under /opportunity-stages, or leave state out`,
});
