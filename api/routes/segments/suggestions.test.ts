import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSegmentSuggestionActivities, type SuggestionLook } from '../../../activities/segments/suggestions.ts';
import { withTenant } from '../../../db/connection.ts';
import { insertAttribute } from '../../../db/queries/attributes.ts';
import { listTenantsToSuggest } from '../../../db/queries/segments/suggestions.ts';
import type { SegmentSuggestion, SuggestionRound } from '../../../domain/segments/suggestions/suggestion.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

interface Listed {
  data: SegmentSuggestion[];
  round: SuggestionRound | null;
  fewestConverted: number;
}

describe('suggested segments through the API', () => {
  let database: TestDatabase;
  let api: TestApi;
  let manager: TestCaller;
  let analyst: TestCaller;
  let stranger: TestCaller;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database);
    [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
    stranger = await api.asUser('admin', await api.tenant('Other'));
    await plant(manager.tenantId);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  /**
   * 800 leads of whom 100 (German buyers) convert far more often. Whoever converts has a status written then, and was sent to a page of
   * thanks: both say everything of the outcome and nothing that was known before.
   */
  async function plant(tenantId: string): Promise<void> {
    await withTenant(database.open('salescompass_app').db, tenantId, (db) =>
      insertAttribute(db, { key: 'status', label: 'Status', type: 'text' }),
    );
    await database.owner.sql.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
      await sql`update attribute_definitions set created_at = now() - interval '300 days'`;
      await sql`
        insert into people (kind, external_id, country, job_title, created_at, converted_at)
        select case when converts then 'contact' else 'lead' end, 'P' || n, country, title, now() - interval '200 days',
          case when converts then now() - make_interval(days => n % 90) end
        from (
          select n, case when n <= 100 then 'DE' else (array['DE', 'FR', 'GB', 'US'])[1 + n % 4] end as country,
            case when n <= 100 then 'Buyer' else (array['Buyer', 'Founder', 'Director'])[1 + (n / 4) % 3] end as title,
            case when n <= 100 then n % 5 < 3 else (n * 7919) % 997 % 20 = 0 end as converts
          from generate_series(1, 800) n) made
        where not (n > 100 and country = 'DE' and title = 'Buyer')`;
      await sql`
        insert into person_attributes (person_id, text01, created_at) select id, 'open', now() - interval '200 days' from people`;
      await sql`
        update person_attributes a set text01 = 'customer' from people p where p.id = a.person_id and p.converted_at is not null`;
      await sql`
        insert into engagement_events (received_at, occurred_at, kind, name, verdict, person_id)
        select converted_at, converted_at, 'page_view', 'Thank you', 'human', id from people where converted_at is not null`;
    });
  }

  const look = (tenantId: string): Promise<SuggestionLook> => {
    const { suggestSegments } = createSegmentSuggestionActivities({ database: api.deps.database });
    return new MockActivityEnvironment().run(suggestSegments, { tenantId, now: new Date().toISOString() });
  };
  const list = async (caller: TestCaller, state = 'open') =>
    bodyOf<Listed>(await caller.request('GET', `/segments/suggestions?state=${state}`));

  it('say before the first look that nobody has looked, and that the tenant is to be looked at', async () => {
    expect(await list(analyst)).toMatchObject({ data: [], round: null, fewestConverted: 40 });
    const due = await listTenantsToSuggest(api.deps.directory.db, new Date(Date.now() - 86_400_000).toISOString());
    expect(due).toContain(manager.tenantId);
  });

  it('are what was known before, never what was written with the outcome', async () => {
    const outcome = await look(manager.tenantId);
    expect(outcome).toMatchObject({ outcome: 'found', found: 1 });
    const { data, round } = await list(analyst);
    expect(data).toHaveLength(1);
    const [one] = data as [SegmentSuggestion];
    const text = JSON.stringify(one.rule);
    expect(text).toContain('person.country');
    expect(text).toContain('Buyer');
    expect(text).not.toContain('status');
    expect(text).not.toContain('page_view');
    expect(one).toMatchObject({ state: 'open', people: 100, evidence: { all: { people: 100, converted: 60 } } });
    expect(one.evidence.holdOut.low).toBeGreaterThan(1);
    expect(one.examples).toHaveLength(5);
    expect(round).toMatchObject({
      outcome: 'found',
      clock: 'moment',
      people: outcome.people,
      searched: outcome.searched,
    });
    // Looking again finds the same, under the same id.
    await look(manager.tenantId);
    expect((await list(analyst)).data.map(({ id }) => id)).toEqual([one.id]);
    expect(
      await listTenantsToSuggest(api.deps.directory.db, new Date(Date.now() - 86_400_000).toISOString()),
    ).not.toContain(manager.tenantId);
  });

  it('are said to be none where too few converted, with how many there were', async () => {
    expect(await look(stranger.tenantId)).toMatchObject({ outcome: 'too_few', people: 0 });
    expect(await list(stranger)).toMatchObject({ data: [], round: { outcome: 'too_few', converted: 0 } });
  });

  it("are the tenant's own, and decided on by who may write segments", async () => {
    const [one] = (await list(manager)).data as [SegmentSuggestion];
    const reject = (caller: TestCaller, body: unknown = { reason: 'We know them' }) =>
      caller.request('POST', `/segments/suggestions/${one.id}/reject`, body);
    expect((await reject(stranger)).status).toBe(404);
    expect((await reject(analyst)).status).toBe(403);
    expect((await reject(manager, {})).status).toBe(400);
    expect((await reject(manager)).status).toBe(200);
    expect((await reject(manager)).status).toBe(409);
    expect((await manager.request('POST', `/segments/suggestions/${one.id}/accept`, { name: 'x' })).status).toBe(409);
    expect(await look(manager.tenantId)).toMatchObject({ outcome: 'nothing', found: 0 });
    expect((await list(manager)).data).toEqual([]);
    expect((await list(manager, 'rejected')).data).toMatchObject([
      { id: one.id, reason: 'We know them', examples: [] },
    ]);
  });

  it('become a segment with their rule as it is, once', async () => {
    await database.owner.sql`delete from segment_suggestions where tenant_id = ${manager.tenantId}`;
    await look(manager.tenantId);
    const [one] = (await list(manager)).data as [SegmentSuggestion];
    const key = { 'idempotency-key': 'accept once' };
    const accept = () =>
      manager.request('POST', `/segments/suggestions/${one.id}/accept`, { name: 'German buyers' }, key);
    const first = await bodyOf<SegmentSuggestion>(await accept());
    expect(await bodyOf(await accept())).toEqual(first);
    expect(first).toMatchObject({ state: 'accepted' });
    const segment = await bodyOf(await manager.request('GET', `/segments/${first.segmentId}`));
    expect(segment).toMatchObject({ name: 'German buyers', rule: one.rule });
    const audit = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id in (${one.id}, ${first.segmentId}) order by id`;
    expect(audit.map(({ action }) => action)).toEqual(['segment.add', 'segment_suggestion.accept']);
  });
});
