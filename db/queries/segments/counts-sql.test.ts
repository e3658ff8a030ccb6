import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engagementKinds } from '../../../domain/segments/engagement-kinds.ts';
import { Rule } from '../../../domain/segments/rule.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';
import { withTenant, type Database } from '../../connection.ts';
import { loadRuleContext } from './context.ts';
import { countMatching } from './preview.ts';
import { matchingPeople } from './sql.ts';

describe('what segments count', () => {
  let database: TestDatabase;
  let app: Database;
  let sent: SentBroadcast;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    sent = await createSentBroadcast(database.owner, { people: 3, sentSecondsAgo: 3600 });
  });
  afterAll(() => database.drop());

  async function planOf(rule: Rule): Promise<string> {
    return withTenant(app.db, sent.tenantId, async (db) => {
      const context = await loadRuleContext(db, { rules: [rule], nowIso: new Date().toISOString() });
      // Tables this small are cheaper to read whole.
      await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(
        db,
      );
      const { rows } = await sql<Record<string, string>>`explain ${matchingPeople(rule, context)}`.execute(db);
      return rows.map((row) => Object.values(row)[0]).join('\n');
    });
  }

  const counted = (event: string, more: object = {}) =>
    Rule.parse({ kind: 'engagement', event, withinDays: 30, ...more });

  it.each(engagementKinds.filter((kind) => kind !== 'sent' && kind !== 'delivered'))(
    'finds who did "%s" in the indexes alone',
    async (event) => {
      const plan = await planOf(counted(event));
      expect(plan).toMatch(/Index Only Scan using engagement_events_/);
      expect(plan).toMatch(/Index Only Scan using people_present/);
      expect(plan).not.toMatch(/(Seq|Index) Scan/);
      expect(plan).not.toMatch(/HashAggregate/);
    },
  );

  it('reads several kinds, days and a campaign there in one go', async () => {
    const rules = [
      counted('open', { times: { op: 'atLeast', count: 3 } }),
      counted('click', { withinDays: 90, times: { op: 'atMost', count: 0 } }),
    ];
    expect(await planOf(Rule.parse({ kind: 'all', rules }))).not.toMatch(/(Seq|Index) Scan/);
    expect(await planOf(counted('click', { campaignId: sent.campaignId }))).not.toMatch(/(Seq|Index) Scan/);
  });

  it('counts an event that came late on the day that it happened, and once a verdict says that a person did it', async () => {
    const [first, second] = sent.personIds as [string, string];
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    await withTenant(app.db, sent.tenantId, (db) =>
      db
        .insertInto('engagementEvents')
        .values([
          { kind: 'click', verdict: 'human', verdictRule: 'person', personId: first, occurredAt: days(20) },
          { kind: 'open', verdict: 'unknown', verdictRule: null, personId: second, occurredAt: days(1) },
        ])
        .execute(),
    );
    const count = (rule: Rule) =>
      withTenant(app.db, sent.tenantId, async (db) =>
        countMatching(db, {
          rule,
          context: await loadRuleContext(db, { rules: [rule], nowIso: new Date().toISOString() }),
        }),
      );
    expect(await count(counted('click', { withinDays: 19 }))).toBe(0);
    expect(await count(counted('click', { withinDays: 21 }))).toBe(1);
    expect(await count(counted('open'))).toBe(0);
    await withTenant(app.db, sent.tenantId, (db) =>
      db.updateTable('engagementEvents').set({ verdictRule: 'no_sign' }).where('personId', '=', second).execute(),
    );
    expect(await count(counted('open'))).toBe(1);
  });
});
