import type { TenantDb } from '../../db/connection.ts';
import { insertCalls } from '../../db/queries/drips/calls.ts';
import { listTrue } from '../../db/queries/drips/conditions.ts';
import { findSlot, listDates, setAttribute, setMemberStatus } from '../../db/queries/drips/effects.ts';
import { enqueueMessages } from '../../db/queries/outbox/enqueue.ts';
import type { ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { deleteListPeople, holdList, insertListPeople } from '../../db/queries/segments/lists.ts';
import { insertNotifications } from '../../db/queries/notifications/notifications.ts';
import { whyNotOfType } from '../../domain/attributes/fits.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { nextOf } from '../../domain/drips/graph.ts';
import { nextOpening, type QuietHours } from '../../domain/drips/opening.ts';
import type { LeaveReason } from '../../domain/drips/position.ts';
import { pathFor } from '../../domain/drips/split.ts';
import type { DripStep, StepOf } from '../../domain/drips/steps.ts';
import { waitIsOver } from '../../domain/drips/wait.ts';
import type { Traveller } from './journey.ts';
import { divide } from '../experiments/step.ts';

/** One look at a drip at one moment: what is the same for everybody in it. */
export interface DripPass {
  dripId: string;
  campaignId: string;
  nowIso: string;
  priority: number;
  tenantZone: string;
  quiet: QuietHours | null;
  holidays: ReadonlySet<string>;
  stepIds: ReadonlyMap<string, string>;
  ruleOf: (db: TenantDb, version: number) => Promise<DripDefinition>;
  /** The edition of a step's message in a version. */
  editionOf: (db: TenantDb, version: number, step: string) => Promise<{ id: string; isMarketing: boolean }>;
  /** The test of a step's message in a version; undefined where there is none. */
  testOf: (db: TenantDb, version: number, step: string) => Promise<ExperimentRow | undefined>;
  /** Who signs in to the organisation, by id; asked once where a step needs it. */
  members: () => Promise<string[]>;
  /** Whether a step of this pass changed something that goals and exits may ask about. */
  hasChanged: boolean;
  /** Messages that were put on the road. */
  enqueued: number;
}

/** People who come to one step together. */
export interface StepTaken {
  pass: DripPass;
  rule: DripDefinition;
  version: number;
  step: DripStep;
  travellers: readonly Traveller[];
}

/** What a step does with one person. */
export interface StepResult {
  traveller: Traveller;
  result:
    | { kind: 'goesOn'; next: string | null; outcome: string; reason?: string; at?: string }
    | { kind: 'stays'; dueAt: string | null; waitsFor: 'time' | 'message' | 'window' | 'webhook' }
    | { kind: 'leaves'; reason: LeaveReason };
}

type Taken<Kind extends DripStep['kind']> = Omit<StepTaken, 'step'> & { step: StepOf<Kind> };

/** Takes one step for everybody who comes to it, set-based. */
export async function takeStep(db: TenantDb, taken: StepTaken): Promise<StepResult[]> {
  const { step } = taken;
  switch (step.kind) {
    case 'wait':
      return wait(db, { ...taken, step });
    case 'send':
      return send(db, { ...taken, step });
    case 'branch':
      return branch(db, { ...taken, step });
    case 'split':
      return split({ ...taken, step });
    case 'setAttribute':
    case 'setStatus':
    case 'changeList':
      return change(db, { ...taken, step });
    case 'notifyOwner':
      return notifyOwner(db, { ...taken, step });
    case 'webhook':
      await insertCalls(db, { ...taken.pass, step, positionIds: taken.travellers.map(({ id }) => id) });
      return all(taken, { kind: 'stays', dueAt: null, waitsFor: 'webhook' });
    case 'goal':
      return all(taken, { kind: 'leaves', reason: 'goal' });
    case 'exit':
      return all(taken, { kind: 'leaves', reason: 'exit_step' });
  }
}

function all({ travellers }: Pick<StepTaken, 'travellers'>, result: StepResult['result']): StepResult[] {
  return travellers.map((traveller) => ({ traveller, result }));
}

async function wait(db: TenantDb, { pass, rule, step, travellers }: Taken<'wait'>): Promise<StepResult[]> {
  const { until } = step;
  const dates = until.kind === 'dateField' ? await datesOf(db, until.attribute, travellers) : null;
  const next = nextOf(rule.steps, step.key);
  return travellers.map((traveller): StepResult => {
    const { at, zone, personId } = traveller;
    const date = dates?.get(personId) ?? null;
    const dueAt = waitIsOver(until, { sinceIso: at, zone, holidays: pass.holidays, date });
    if (dueAt === null) {
      if (until.kind === 'dateField' && until.otherwise === 'exit')
        return { traveller, result: { kind: 'leaves', reason: 'no_date' } };
      return { traveller, result: { kind: 'goesOn', next, outcome: 'waited', reason: 'no_date' } };
    }
    if (dueAt > pass.nowIso) return { traveller, result: { kind: 'stays', dueAt, waitsFor: 'time' } };
    return { traveller, result: { kind: 'goesOn', next, outcome: 'waited', at: pass.nowIso } };
  });
}

async function datesOf(
  db: TenantDb,
  attribute: string,
  travellers: readonly Traveller[],
): Promise<Map<string, string>> {
  const found = await findSlot(db, attribute);
  if (found?.type !== 'date') return new Map();
  return listDates(db, { slot: found.slot, personIds: travellers.map(({ personId }) => personId) });
}

/** Puts the messages of those who may get one now on the road; the others are held until their hours open. */
async function send(db: TenantDb, taken: Taken<'send'>): Promise<StepResult[]> {
  const { pass, rule, version, step, travellers } = taken;
  const edition = await pass.editionOf(db, version, step.key);
  const { quiet, tenantZone } = pass;
  const hours = edition.isMarketing ? { window: rule.window, quiet } : { window: null, quiet: null };
  const openings = new Map<string, string | null>();
  const opensAt = ({ zone }: Traveller): string | null => {
    if (!openings.has(zone)) openings.set(zone, nextOpening(pass.nowIso, { ...hours, zone, tenantZone }));
    return openings.get(zone) ?? null;
  };
  const going = travellers.filter((traveller) => opensAt(traveller) === pass.nowIso);
  const { parts, heldOut } = divide(await pass.testOf(db, version, step.key), { editionId: edition.id, going });
  for (const { to, ...part } of parts)
    pass.enqueued += await enqueueMessages(db, {
      sourceKind: 'drip',
      sourceId: pass.stepIds.get(step.key)!,
      partId: pass.dripId,
      campaignId: pass.campaignId,
      ...part,
      priority: pass.priority,
      nowIso: pass.nowIso,
      sendWindow: hours.window,
      to: to.map(({ personId, id }) => ({ personId, occurrence: id })),
    });
  const next = nextOf(rule.steps, step.key);
  return travellers.map((traveller) => {
    if (heldOut.has(traveller.id))
      return { traveller, result: { kind: 'goesOn', next, outcome: 'skipped', reason: 'hold_out' } };
    const dueAt = opensAt(traveller);
    if (dueAt === null) {
      return { traveller, result: { kind: 'goesOn', next, outcome: 'skipped', reason: 'never_open' } };
    }
    if (dueAt === pass.nowIso) return { traveller, result: { kind: 'stays', dueAt: null, waitsFor: 'message' } };
    return { traveller, result: { kind: 'stays', dueAt, waitsFor: 'window' } };
  });
}

async function branch(db: TenantDb, { pass, step, travellers }: Taken<'branch'>): Promise<StepResult[]> {
  const isTrue = await listTrue(db, step.condition, {
    nowIso: pass.nowIso,
    stepIds: pass.stepIds,
    positions: travellers,
  });
  return travellers.map((traveller) => ({
    traveller,
    result: isTrue.has(traveller.id)
      ? { kind: 'goesOn', next: step.yes, outcome: 'yes' }
      : { kind: 'goesOn', next: step.no, outcome: 'no' },
  }));
}

function split({ pass, step, travellers }: Taken<'split'>): StepResult[] {
  const stepId = pass.stepIds.get(step.key) ?? step.key;
  return travellers.map((traveller) => {
    const path = pathFor(step, { stepId, personId: traveller.personId });
    return { traveller, result: { kind: 'goesOn', next: path.next, outcome: path.label } };
  });
}

async function notifyOwner(
  db: TenantDb,
  { pass, rule, step, travellers }: Taken<'notifyOwner'>,
): Promise<StepResult[]> {
  const told = await insertNotifications(db, {
    dripId: pass.dripId,
    campaignId: pass.campaignId,
    step: step.key,
    note: step.text,
    nowIso: pass.nowIso,
    positionIds: travellers.map(({ id }) => id),
    members: await pass.members(),
  });
  const next = nextOf(rule.steps, step.key);
  return travellers.map((traveller) => ({
    traveller,
    result: told.has(traveller.id)
      ? { kind: 'goesOn', next, outcome: 'notified' }
      : { kind: 'goesOn', next, outcome: 'skipped', reason: 'no_owner' },
  }));
}

/** Changes what is told; what the step names may have gone, or become something else, since it was approved: then it is left out. */
async function change(db: TenantDb, taken: Taken<'setAttribute' | 'setStatus' | 'changeList'>): Promise<StepResult[]> {
  const { pass, rule, step } = taken;
  const obstacle = await makeChange(db, taken);
  const next = nextOf(rule.steps, step.key);
  if (obstacle) return all(taken, { kind: 'goesOn', next, outcome: 'skipped', reason: obstacle });
  pass.hasChanged = true;
  return all(taken, { kind: 'goesOn', next, outcome: 'changed' });
}

/** Why the change could not be made; null where it was. */
async function makeChange(
  db: TenantDb,
  { pass, step, travellers }: Taken<'setAttribute' | 'setStatus' | 'changeList'>,
): Promise<string | null> {
  const personIds = travellers.map(({ personId }) => personId);
  switch (step.kind) {
    case 'setAttribute': {
      const found = await findSlot(db, step.attribute);
      if (!found) return 'no_attribute';
      if (whyNotOfType(found.type, step.value)) return 'wrong_type';
      await setAttribute(db, { personIds, ...found, value: step.value });
      return null;
    }
    case 'setStatus':
      return (await setMemberStatus(db, { ...pass, personIds, statusId: step.statusId })) ? null : 'no_status';
    case 'changeList':
      if (!(await holdList(db, step.listId))) return 'no_list';
      if (step.action === 'add') await insertListPeople(db, step.listId, personIds);
      else await deleteListPeople(db, step.listId, personIds);
      return null;
  }
}
