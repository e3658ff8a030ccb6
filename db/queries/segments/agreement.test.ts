import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matches } from '../../../domain/segments/evaluate.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { ruleArbitrary } from '../../../test/factories/segment-rules.ts';
import { createSegmentWorld, worldNow, type SegmentWorld } from '../../../test/factories/segments.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { loadRuleContext } from './context.ts';
import { loadFacts } from './facts.ts';
import { listMatching, matchingPeople } from './sql.ts';

describe('a rule in SQL and in memory', () => {
  let database: TestDatabase;
  let app: Database;
  let world: SegmentWorld;
  let segmentIds: string[];
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    world = await createSegmentWorld(database, app, 300);
    const rules = fc.sample(ruleArbitrary(world, []), { numRuns: 3, seed: 7 });
    segmentIds = await withTenant(app.db, world.tenantId, async (db) => {
      const rows = rules.map((rule, index) => ({ name: `Segment ${index}`, rule: rule as never }));
      return (await db.insertInto('segments').values(rows).returning('id').execute()).map(({ id }) => id);
    });
  });
  afterAll(() => database.drop());

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, world.tenantId, work);

  // Grades are the product's own words and yet in capitals.
  const gradeRule: Rule = {
    kind: 'all',
    rules: [{ kind: 'field', field: 'person.grade', test: { op: 'isOneOf', values: ['A', 'b'] } }],
  };

  it('means the same people', async () => {
    let pairs = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(ruleArbitrary(world, segmentIds), async (rule) => {
        const { inSql, ofSome, inMemory } = await inTenant((db) => bothWays(db, rule));
        expect(inSql).toEqual(inMemory);
        const some = new Set(world.personIds.slice(0, 100));
        expect(ofSome).toEqual(inMemory.filter((id) => some.has(id)));
        pairs += world.personIds.length;
        found += inMemory.length;
      }),
      { numRuns: 80, examples: [[gradeRule]] },
    );
    expect(pairs).toBeGreaterThan(20_000);
    expect(found).toBeGreaterThan(pairs / 20);
    expect(found).toBeLessThan(pairs);
  }, 240_000);

  async function bothWays(db: TenantDb, rule: Rule) {
    const context = await loadRuleContext(db, { rules: [rule], nowIso: worldNow });
    const { rows } = await matchingPeople(rule, context).execute(db);
    const ofSome = await listMatching(db, { rule, context, personIds: world.personIds.slice(0, 100) });
    const facts = await loadFacts(db, { context, personIds: world.personIds });
    const inMemory = [...facts].filter(([, person]) => matches(rule, person, context)).map(([id]) => id);
    return {
      inSql: (rows as { personId: string }[]).map(({ personId }) => personId).sort(),
      ofSome: ofSome.sort(),
      inMemory: inMemory.sort(),
    };
  }
});
