import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantedChance, plantedContext, plantedPolicy, plantPerson } from '../../bench/next-actions/planted.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { listPolicies } from '../../db/queries/next-actions/policies.ts';
import { listEvaluations, promoteVersion, type OutcomeRow } from '../../db/queries/next-actions/outcomes.ts';
import { decide } from '../../domain/next-actions/decide.ts';
import { randomFrom } from '../../domain/random.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { learnActions } from '../../models/next-actions/learn.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestNextActions } from '../../test/factories/next-actions.ts';
import { evaluate, evaluatePolicies } from './evaluation.ts';

const now = '2026-06-02T10:00:00.000Z';

/** Decisions by the rule with what came of them, as `answers` says. */
function logged(count: number, answers: (features: PersonFeatures, key: string) => number) {
  const random = randomFrom(5);
  return Array.from({ length: count }, (_, at): OutcomeRow & { features: PersonFeatures } => {
    const features = plantPerson(random);
    const decision = decide(plantedContext(features, at), plantedPolicy, { seed: Math.floor(random() * 2 ** 32) });
    const { chosen, eligible, probability } = decision;
    const reached = random() < answers(features, chosen);
    const personId = at.toString(16).padStart(12, '0');
    return { personId, decidedAt: new Date(now), features, chosen, eligible, probability, reached };
  });
}

describe('what was learned from one half of the people', () => {
  it('takes over where it is worth more on the other than the rule and than the same for everybody', () => {
    const { judgement, model } = evaluate(logged(5000, plantedChance));
    expect(judgement).toMatchObject({ isPromoted: true, why: 'better' });
    expect(Object.keys(model.ensembles)).toContain('call');
  });

  it('does not where one thing is best for everybody: that wins, and it says which', () => {
    const { judgement, keys } = evaluate(logged(5000, (_, key) => (key === 'guide' ? 0.4 : 0.02)));
    expect(judgement).toMatchObject({ isPromoted: false, why: 'constant_wins' });
    expect(keys[judgement.bestConstant.action]).toBe('guide');
  });
});

describe('the weekly evaluation of a tenant', () => {
  let database: TestDatabase;
  let app: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
  });
  afterAll(() => database.drop());

  it('says that there is too little to learn from, and is not repeated within a week', async () => {
    const { tenantId, policyId } = await createTestNextActions(database, app, { nowIso: now });
    const run = (nowIso: string) =>
      evaluatePolicies({ database: app, log: pino({ level: 'silent' }) }, { tenantId, nowIso });
    expect([await run(now), await run('2026-06-08T10:00:00.000Z'), await run('2026-06-09T10:00:00.000Z')]).toEqual([
      1, 0, 1,
    ]);
    const found = await withTenant(app.db, tenantId, (db) => listEvaluations(db, policyId, 5));
    expect(found.map(({ why }) => why)).toEqual(['too_little', 'too_little']);
  });

  it('lets what was learned decide once it is promoted, and keeps by which version each decision was', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const key = made.offers['Something to read']!;
    const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(app.db, made.tenantId, work);
    const rows = Array.from({ length: 400 }, (_, at) => ({
      features: { 'known.days': at % 7 },
      key,
      reached: at % 10 !== 0,
    }));
    const [before] = await inTenant((db) => listPolicies(db, { id: made.policyId }));
    const model = learnActions(rows, 1);
    await inTenant((db) => promoteVersion(db, { policyId: made.policyId, model, replaces: before!.champion.id }));
    const [after] = await inTenant((db) => listPolicies(db, { id: made.policyId }));
    expect(after!.champion).toMatchObject({ kind: 'learned', number: 2 });
    await made.round([made.personIds[0]!], 'event/1', now);
    const decided = await database.owner.sql<{ offer: string; version: string; chance: number }[]>`
      select offer_id as offer, version_id as version, chance from next_actions where tenant_id = ${made.tenantId}`;
    expect(decided).toMatchObject([{ offer: key, version: after!.champion.id }]);
    expect(decided[0]!.chance).toBeGreaterThan(0.8);
  });
});
