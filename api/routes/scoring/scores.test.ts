import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonScore } from '../../../domain/scoring/score.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newPerson, newTenant } from '../../../test/factories/people.ts';

let test: TestDatabase;
let api: TestApi;
let tenantId: string;
let analyst: TestCaller;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test);
  tenantId = await api.tenant();
  analyst = await api.asUser('analyst');
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

it('gives a person a score by the rule, says so, and why', async () => {
  const id = await newPerson(test.owner, tenantId, { jobTitle: 'Buyer' });
  await test.owner.sql`
    insert into engagement_events (tenant_id, occurred_at, kind, verdict, person_id)
    values (${tenantId}, now() - interval '2 days', 'click', 'human', ${id}), (${tenantId}, now() - interval '1 day', 'click', 'machine', ${id})`;
  const answer = await analyst.request('GET', `/people/${id}/score`);
  expect(answer.status).toBe(200);
  const score = (await answer.json()) as PersonScore;
  expect(score).toMatchObject({ personId: id, kind: 'rule', score: 33, grade: 'C', base: 20 });
  expect(score.reasons.map(({ text }) => text)).toEqual(['Clicked once in 30 days', 'Their job title is known']);
  expect(score.outcomes).toEqual({ converted: 0, lost: 0, needed: 40 });
});

it('counts who was watched for 90 days and converted, and who did not', async () => {
  const ids: string[] = [];
  for (const jobTitle of ['A', 'B', 'C']) ids.push(await newPerson(test.owner, tenantId, { jobTitle }));
  await test.owner.sql`update people set created_at = now() - interval '101 days' where id = any(${ids.slice(0, 2)})`;
  await test.owner
    .sql`update people set kind = 'contact', converted_at = now() - interval '60 days' where id = ${ids[0]!}`;
  // Whoever came to us converted tells nothing.
  await test.owner
    .sql`update people set kind = 'contact', converted_at = now() - interval '1 year' where id = ${ids[2]!}`;
  const score = (await (await analyst.request('GET', `/people/${ids[1]}/score`)).json()) as PersonScore;
  expect(score.outcomes).toMatchObject({ converted: 1, lost: 1 });
});

it('gives scores of many at once, and says who is nobody', async () => {
  const id = await newPerson(test.owner, tenantId, { jobTitle: 'Buyer' });
  const nobody = '0198c0de-0000-7000-8000-000000000000';
  const answer = await analyst.request('POST', '/scores/batch', { personIds: [id, nobody] });
  expect(await answer.json()).toMatchObject({
    data: [{ personId: id, kind: 'rule', score: 25, grade: 'C', chance: null, modelId: null }],
    unknown: [nobody],
  });
});

it('sorts people by their score, page by page, those without one at the end', async () => {
  const ids: string[] = [];
  for (const jobTitle of ['X', 'Y', 'Z', 'W']) ids.push(await newPerson(test.owner, tenantId, { jobTitle }));
  for (const [at, score] of [40, 80, 80].entries())
    await test.owner.sql`
      insert into person_scores (tenant_id, person_id, score, grade) values (${tenantId}, ${ids[at]!}, ${score}, ${score > 74 ? 'A' : 'C'})`;
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await analyst.request('GET', `/people?sort=-score&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    const page = (await answer.json()) as {
      data: { score: number | null; grade: string | null }[];
      nextCursor: string | null;
    };
    seen.push(...page.data.map(({ score, grade }) => `${grade} ${score}`));
    cursor = page.nextCursor;
  }
  // Whoever the tests before this one made has none either.
  expect(seen.slice(0, 4)).toEqual(['A 80', 'A 80', 'C 40', 'null null']);
  expect(new Set(seen.slice(3))).toEqual(new Set(['null null']));
});

it('knows nobody of another organisation, and nothing without a credential', async () => {
  const foreign = await newPerson(test.owner, await newTenant(test.owner, 'Other'), { jobTitle: 'C' });
  expect((await analyst.request('GET', `/people/${foreign}/score`)).status).toBe(404);
  expect((await api.app.request(`/api/v1/people/${foreign}/score`)).status).toBe(401);
});
