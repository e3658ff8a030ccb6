import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Amount {
  amountMinor: number | null;
  currency: string | null;
}
interface Shown {
  id: string;
  name: string;
  version: number;
  parts: number;
  children: number;
  parentName: string | null;
  ownerName: string | null;
  figures: Record<string, number>;
  budgetedCost: Amount | null;
  rollUp: { campaigns: number; figures: Record<string, number>; budgetedCost: Amount; expectedRevenue: Amount };
}

const make = (values: Record<string, unknown>, who = manager) =>
  expectBody<Shown>(who.request('POST', '/campaigns', values), 201);
const read = (id: string) => expectBody<Shown>(manager.request('GET', `/campaigns/${id}`));
const move = (id: string, parentId: string | null, status = 200) =>
  expectBody<Shown>(manager.request('PATCH', `/campaigns/${id}`, { parentId }), status);

async function addMembers(campaignId: string, count: number): Promise<void> {
  const rows = await database.owner.sql<{ id: string }[]>`
    insert into people (tenant_id, email, email_key)
    select ${manager.tenantId}, e, e from (select uuidv7() || '@people.example' as e from generate_series(1, ${count})) made
    returning id`;
  const personIds = rows.map(({ id }) => id);
  await expectBody<Shown>(
    manager.request('POST', `/campaigns/${campaignId}/members/bulk`, { action: 'add', personIds }),
  );
}

describe('a hierarchy of campaigns', () => {
  it('rolls a budget of 5,000 with 3,000 and 2,000 below it up to 10,000, and leaves its own alone', async () => {
    const parent = await make({ name: 'Year', budgetedCost: { amountMinor: 500_000 } });
    await make({ name: 'Spring', budgetedCost: { amountMinor: 300_000 }, parentId: parent.id });
    await make({ name: 'Autumn', budgetedCost: { amountMinor: 200_000 }, parentId: parent.id });
    expect(await read(parent.id)).toMatchObject({
      children: 2,
      budgetedCost: { amountMinor: 500_000, currency: 'EUR' },
      rollUp: { campaigns: 2, budgetedCost: { amountMinor: 1_000_000, currency: 'EUR' } },
    });
  });

  it('sums what parts count, over every level, and follows a move', async () => {
    const top = await make({ name: 'Top' });
    const middle = await make({ name: 'Middle', parentId: top.id });
    const leaf = await make({ name: 'Leaf', parentId: middle.id });
    const { id: partId } = await expectBody<Shown>(
      manager.request('POST', `/campaigns/${leaf.id}/broadcasts`, {}),
      201,
    );
    for (const [name, value] of Object.entries({ sent: 90, hardBounces: 4, uniqueOpens: 40, uniqueClicks: 9 })) {
      await database.owner.sql`
        insert into source_counters (tenant_id, source_id, name, value)
        values (${manager.tenantId}, ${partId}, ${name}, ${value})`;
    }
    await addMembers(top.id, 2);
    await addMembers(leaf.id, 3);
    const shown = await read(top.id);
    expect(shown.figures).toMatchObject({ members: 2, sent: 0 });
    expect(shown.rollUp).toMatchObject({
      campaigns: 2,
      figures: { members: 5, sent: 90, delivered: 86, uniqueOpens: 40, uniqueClicks: 9 },
    });
    expect([shown.parts, (await read(leaf.id)).parts]).toEqual([0, 1]);
    await move(leaf.id, null);
    expect((await read(top.id)).rollUp).toMatchObject({ campaigns: 1, figures: { members: 2, sent: 0 } });
    await move(leaf.id, top.id);
    expect((await read(top.id)).rollUp.figures).toMatchObject({ members: 5, sent: 90 });
    expect((await read(leaf.id)).parentName).toBe('Top');
  });

  it('has no one sum over several currencies', async () => {
    const parent = await make({ name: 'World', budgetedCost: { amountMinor: 100 } });
    await make({ name: 'US', currency: 'USD', budgetedCost: { amountMinor: 70 }, parentId: parent.id });
    expect((await read(parent.id)).rollUp.budgetedCost).toEqual({
      amountMinor: null,
      currency: null,
      byCurrency: [
        { amountMinor: 100, currency: 'EUR' },
        { amountMinor: 70, currency: 'USD' },
      ],
    });
  });

  it('refuses to write a roll-up or any other figure, and names it', async () => {
    const { id } = await make({ name: 'Counted' });
    for (const [name, value] of [
      ['rollUp', { campaigns: 3 }],
      ['figures', { members: 9 }],
      ['members', 9],
    ] as const) {
      const refused = await expectBody<{ errors: { path: string }[] }>(
        manager.request('PATCH', `/campaigns/${id}`, { [name]: value }),
        400,
      );
      expect(refused.errors.map(({ path }) => path)).toEqual([name]);
    }
  });

  it('knows what is above and below, and only within the tenant', async () => {
    const top = await make({ name: 'Above' });
    const middle = await make({ name: 'Between', parentId: top.id });
    const leaf = await make({ name: 'Below', parentId: middle.id });
    const seen = await expectBody<{ ancestors: Shown[]; children: Shown[] }>(
      manager.request('GET', `/campaigns/${middle.id}/hierarchy`),
    );
    expect(seen.ancestors.map(({ name }) => name)).toEqual(['Above']);
    expect(seen.children.map(({ id }) => id)).toEqual([leaf.id]);
    const roots = await expectBody<{ data: Shown[] }>(manager.request('GET', '/campaigns?parentId=none&q=Above'));
    expect(roots.data.map(({ id }) => id)).toEqual([top.id]);
    expect((await api.app.request(`/api/v1/campaigns/${top.id}/hierarchy`)).status).toBe(401);
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    await expectBody<Shown>(stranger.request('GET', `/campaigns/${top.id}/hierarchy`), 404);
    await expectBody<Shown>(stranger.request('PATCH', `/campaigns/${top.id}`, { parentId: null }), 404);
    await expectBody<Shown>(stranger.request('POST', '/campaigns', { name: 'Mine', parentId: top.id }), 400);
  });
});

describe('a circle', () => {
  it('is refused however long it is', async () => {
    const a = await make({ name: 'A' });
    const b = await make({ name: 'B', parentId: a.id });
    const c = await make({ name: 'C', parentId: b.id });
    for (const parentId of [a.id, b.id, c.id]) {
      const refused = await expectBody<{ errors: { path: string }[] }>(
        manager.request('PATCH', `/campaigns/${a.id}`, { parentId }),
        400,
      );
      expect(refused.errors).toMatchObject([{ path: 'parentId' }]);
    }
  });

  it('is not closed by two moves at once that are each right alone', async () => {
    for (let round = 0; round < 8; round++) {
      const [a, b, c] = await Promise.all(['A', 'B', 'C'].map((name) => make({ name: `${name} ${round}` })));
      const answers = await Promise.all([
        manager.request('PATCH', `/campaigns/${a!.id}`, { parentId: b!.id }),
        manager.request('PATCH', `/campaigns/${b!.id}`, { parentId: c!.id }),
        manager.request('PATCH', `/campaigns/${c!.id}`, { parentId: a!.id }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 400]);
      const [row] = await database.owner.sql<{ tops: number }[]>`
        select count(*)::int as tops from campaigns where id = any(${[a!.id, b!.id, c!.id]}) and parent_id is null`;
      expect(row!.tops).toBe(1);
    }
  });
});

describe('putting a campaign in order', () => {
  it('is possible when it is over or in review, and makes nobody an author', async () => {
    const { id } = await make({ name: 'Over' });
    const approver = await api.asUser('admin');
    await database.owner.sql`update campaigns set status = 'completed' where id = ${id}`;
    const shown = await expectBody<Shown>(
      approver.request('PATCH', `/campaigns/${id}`, { tags: ['Archive'], ownerId: approver.personId }),
    );
    expect(shown).toMatchObject({ tags: ['Archive'], ownerName: 'Some admin' });
    await expectBody<Shown>(approver.request('PATCH', `/campaigns/${id}`, { description: 'More', tags: [] }), 409);
    const [row] = await database.owner.sql<{ authors: string[] }[]>`select authors from campaigns where id = ${id}`;
    expect(row!.authors).toEqual([manager.personId]);
  });

  it('knows only owners who work in the organisation', async () => {
    const stranger = await api.asUser('manager', await api.tenant('Elsewhere'));
    const refused = await expectBody<{ errors: { path: string }[] }>(
      manager.request('POST', '/campaigns', { name: 'Whose', ownerId: stranger.personId }),
      400,
    );
    expect(refused.errors).toMatchObject([{ path: 'ownerId', code: 'unknown_user' }]);
  });
});
