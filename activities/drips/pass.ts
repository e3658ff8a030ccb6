import type { TenantDb } from '../../db/connection.ts';
import { findRule, findStepIds } from '../../db/queries/drips/definitions.ts';
import { findDripState, type DripState } from '../../db/queries/drips/rounds.ts';
import { listStepExperiments, type ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { listHolidaysOf } from '../../db/queries/tenants/holidays.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { notFound } from '../../domain/errors.ts';
import { priorities } from '../../domain/outbox/message.ts';
import type { DripMoment } from './drips.ts';
import { findStepEdition } from './editions.ts';
import type { DripPass } from './steps.ts';

/** A look at a drip: what it is at the moment, and what its steps are taken with. */
export interface OpenedPass {
  state: DripState;
  pass: DripPass;
}

/** Opens a look at a drip at a moment. Definitions and editions are read once each, and who signs in where a step asks for it. */
export async function openPass(
  db: TenantDb,
  { dripId, now, listMembers }: DripMoment & { listMembers: () => Promise<string[]> },
): Promise<OpenedPass> {
  const state = await findDripState(db, dripId);
  if (!state) throw notFound('drip');
  const rules = new Map<number, DripDefinition>();
  const editions = new Map<string, { id: string; isMarketing: boolean }>();
  const tests = new Map<number, Promise<ExperimentRow[]>>();
  let members: Promise<string[]> | undefined;
  const stepIds = await findStepIds(db, dripId);
  const { quietFrom, quietTo } = state;
  const pass: DripPass = {
    dripId,
    campaignId: state.campaignId,
    nowIso: now,
    // High before, low after what is usual for drips.
    priority: priorities.drip + { high: -1, normal: 0, low: 1 }[state.priority],
    tenantZone: state.tenantZone,
    quiet: quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null,
    holidays: new Set((await listHolidaysOf(db, { after: null })).map(({ day }) => day)),
    stepIds,
    members: () => (members ??= listMembers()),
    hasChanged: false,
    enqueued: 0,
    ruleOf: async (db, version) => {
      const rule = rules.get(version) ?? (await findRule(db, { dripId, number: version }));
      if (!rule) throw notFound('version');
      rules.set(version, rule);
      return rule;
    },
    editionOf: async (db, version, step) => {
      const key = `${version} ${step}`;
      const found =
        editions.get(key) ?? (await findStepEdition(db, { dripId, number: version, stepId: stepIds.get(step) ?? '' }));
      editions.set(key, found);
      return found;
    },
    testOf: async (db, version, step) => {
      if (!tests.has(version)) tests.set(version, listStepExperiments(db, { dripId, number: version }));
      // Of several one after the other, the last one.
      return (await tests.get(version)!).filter((test) => test.step === step).at(-1);
    },
  };
  return { state, pass };
}
