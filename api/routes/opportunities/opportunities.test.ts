import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeadFacts } from '../../../domain/people/lead-facts.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  admin = await api.asUser('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Opportunity {
  openedAt: string;
  id: string;
  name: string;
  stage: string;
  state: string;
  amount: { amountMinor: number; currency: string };
  value: { amountMinor: number; currency: string } | null;
  closedAt: string | null;
  contactRoles: { personId: string; role: string; isPrimary: boolean }[];
  version: number;
}
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const put = (externalId: string, input: object, status = 200) =>
  expectBody<Opportunity>(admin.request('PUT', `/opportunities/by-external-id/${externalId}`, input), status);
const history = async (id: string) =>
  (
    await expectBody<{ data: { occurredAt: string; stage: string; state: string; amount: { amountMinor: number } }[] }>(
      admin.request('GET', `/opportunities/${id}/history`),
    )
  ).data;
const askedFor = async (id: string): Promise<number> => {
  const [row] = await database.owner.sql`select asked from attribution_work where opportunity_id = ${id}`;
  return (row?.asked as number | undefined) ?? 0;
};
const person = (input: object) => expectBody<{ id: string }>(admin.request('POST', '/people', input), 201);

describe('an opportunity', () => {
  it('is made once for one key with its account, campaign and people, and read back whole', async () => {
    const ana = await person({ email: 'ana@deal.example', externalId: 'P-1', firstName: 'Ana', lastName: 'Li' });
    const account = await expectBody<{ id: string }>(
      admin.request('PUT', '/accounts/by-external-id/A-1', { name: 'Contoso' }),
      201,
    );
    const input = {
      name: 'Contoso, 40 seats',
      externalId: 'O-1',
      stage: 'Proposal',
      amount: euros(900_000),
      openedAt: '2026-03-01T09:00:00Z',
      expectedCloseOn: '2026-06-30',
      accountExternalId: 'A-1',
      leadSource: 'Web',
      contactRoles: [{ email: 'ANA@deal.example', role: 'Decision maker', isPrimary: true }],
    };
    const headers = { 'idempotency-key': 'opportunity-1' };
    const made = await expectBody<Opportunity>(admin.request('POST', '/opportunities', input, headers), 201);
    const again = await expectBody<Opportunity>(admin.request('POST', '/opportunities', input, headers), 201);
    expect(again.id).toBe(made.id);
    expect(await expectBody<Opportunity>(admin.request('GET', `/opportunities/${made.id}`))).toMatchObject({
      name: 'Contoso, 40 seats',
      stage: 'Proposal',
      state: 'open',
      amount: euros(900_000),
      value: euros(900_000),
      accountId: account.id,
      accountName: 'Contoso',
      closedAt: null,
      contactRoles: [{ personId: ana.id, name: 'Ana Li', role: 'Decision maker', isPrimary: true }],
    });
    expect(await askedFor(made.id)).toBe(1);
    const taken = await expectBody<{ errors: object[] }>(admin.request('POST', '/opportunities', input), 409);
    expect(taken.errors).toMatchObject([{ path: 'externalId', code: 'taken' }]);
  });

  it('is changed over nobody, and a change of nothing leaves no trace', async () => {
    const made = await expectBody<Opportunity>(
      admin.request('POST', '/opportunities', { name: 'Small', amount: euros(5) }),
      201,
    );
    const ifMatch = { 'if-match': `"${made.version}"` };
    const won = await expectBody<Opportunity>(
      admin.request('PATCH', `/opportunities/${made.id}`, { state: 'won' }, ifMatch),
    );
    expect(won).toMatchObject({ stage: 'Closed won', state: 'won', amount: euros(5) });
    await expectBody<Opportunity>(admin.request('PATCH', `/opportunities/${made.id}`, { name: 'Mine' }, ifMatch), 412);
    const same = await expectBody<Opportunity>(
      admin.request('PATCH', `/opportunities/${made.id}`, { state: 'won', amount: euros(5) }),
    );
    expect(same.version).toBe(won.version);
    expect(await history(made.id)).toHaveLength(2);
    expect(await askedFor(made.id)).toBe(2);
  });

  it('says which field is wrong, and saves nothing', async () => {
    const wrong = await expectBody<{ errors: { path: string }[] }>(
      admin.request('POST', '/opportunities', {
        name: 'Wrong',
        accountExternalId: 'nowhere',
        primaryCampaignUtmId: 'none',
        contactRoles: [{ externalId: 'nobody' }],
        occurredAt: '2999-01-01T00:00:00Z',
      }),
      400,
    );
    expect(wrong.errors.map(({ path }) => path)).toEqual([
      'accountExternalId',
      'primaryCampaignUtmId',
      'contactRoles.0.externalId',
      'occurredAt',
    ]);
    for (const input of [
      {},
      { name: 'x', amount: euros(-1) },
      { name: 'x', closedAt: '2026-01-01T00:00:00Z', state: 'open' },
    ])
      await expectBody<Opportunity>(admin.request('POST', '/opportunities', input), 400);
  });

  it('ends up the same in whatever order facts arrive, and hears none twice', async () => {
    const facts = [
      {
        occurredAt: '2026-02-01T00:00:00Z',
        changeId: 'c1',
        name: 'Tailspin',
        stage: 'Prospecting',
        amount: euros(100),
      },
      { occurredAt: '2026-03-01T00:00:00Z', changeId: 'c2', amount: euros(1_000_000), name: 'Tailspin Toys' },
      { occurredAt: '2026-04-01T00:00:00Z', changeId: 'c3', stage: 'Closed Won' },
    ];
    const shown = async (id: string) => {
      const { name, stage, state, amount, closedAt } = await expectBody<Opportunity>(
        admin.request('GET', `/opportunities/${id}`),
      );
      return {
        name,
        stage,
        state,
        amount,
        closedAt,
        lines: (await history(id)).map((one) => [one.stage, one.amount.amountMinor]),
      };
    };
    const results: object[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0, 1, 0],
    ]) {
      let id = '';
      const key = `order-${order.join('')}`;
      for (const [place, index] of order.entries()) id = (await put(key, facts[index]!, place === 0 ? 201 : 200)).id;
      results.push(await shown(id));
    }
    expect(results[0]).toEqual({
      name: 'Tailspin Toys',
      stage: 'Closed won',
      state: 'won',
      amount: euros(1_000_000),
      closedAt: '2026-04-01T00:00:00.000Z',
      lines: [
        ['Closed won', 1_000_000],
        ['Prospecting', 1_000_000],
        ['Prospecting', 100],
      ],
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('is opened and closed alike in whatever order it is told, and keeps what is said twice once', async () => {
    const facts = [
      { occurredAt: '2026-02-01T00:00:00Z', amount: euros(500), name: 'Wingtip' },
      { occurredAt: '2026-04-01T00:00:00Z', stage: 'Closed Won', name: 'Wingtip' },
    ];
    const shown: object[] = [];
    for (const order of [
      [0, 1, 0, 1],
      [1, 0, 1],
    ]) {
      const key = `told-${order.join('')}`;
      let id = '';
      for (const [place, index] of order.entries()) id = (await put(key, facts[index]!, place === 0 ? 201 : 200)).id;
      const { openedAt, closedAt, state } = await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`));
      shown.push({ openedAt, closedAt, state, lines: (await history(id)).map((one) => one.state) });
    }
    const told = { openedAt: '2026-02-01T00:00:00.000Z', closedAt: '2026-04-01T00:00:00.000Z', state: 'won' };
    expect(shown).toEqual(Array(2).fill({ ...told, lines: ['won', 'open'] }));
  });

  it('goes, and comes back only by a later word', async () => {
    const { id } = await put('gone', { name: 'Gone', amount: euros(1) }, 201);
    await expectBody<Opportunity>(admin.request('DELETE', `/opportunities/${id}`), 204);
    await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`), 404);
    await expectBody<Opportunity>(admin.request('DELETE', `/opportunities/${id}`), 404);
    await expectBody<Opportunity>(
      admin.request('PUT', '/opportunities/by-external-id/gone', { name: 'Late', occurredAt: '2020-01-01T00:00:00Z' }),
      409,
    );
    expect(await put('gone', { name: 'Back' })).toMatchObject({ id, name: 'Back' });
    expect(await askedFor(id)).toBe(3);
  });

  it('is for those who may write, in their own tenant', async () => {
    const { id } = await put('ours', { name: 'Ours' }, 201);
    expect((await api.app.request(`/api/v1/opportunities/${id}`)).status).toBe(401);
    const analyst = await api.asUser('analyst');
    await expectBody<Opportunity>(analyst.request('GET', `/opportunities/${id}`));
    await expectBody<Opportunity>(analyst.request('PATCH', `/opportunities/${id}`, { name: 'No' }), 403);
    await expectBody<Opportunity>(analyst.request('PUT', '/opportunity-stages', { stages: [] }), 403);
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/history'],
      ['GET', '/refunds'],
    ] as const)
      await expectBody<Opportunity>(
        stranger.request(method, `/opportunities/${id}${path}`, method === 'PATCH' ? { name: 'No' } : undefined),
        404,
      );
  });
});

describe('many opportunities at once', () => {
  it('are heard row by row: bad rows say why and stop nobody', async () => {
    await person({ email: 'bulk@deal.example' });
    const rows = [
      {
        externalId: 'B-1',
        name: 'One',
        stage: 'Qualified',
        amount: euros(100),
        contactRoles: [{ email: 'bulk@deal.example' }],
      },
      { externalId: 'B-2', name: 'Two', amount: { amountMinor: 1.5, currency: 'EUR' } },
      { externalId: 'B-3', name: 'Three', contactRoles: [{ email: 'nobody@deal.example' }] },
      { externalId: 'B-1', stage: 'Closed Lost', occurredAt: '2020-01-01T00:00:00Z', changeId: 'k' },
      { externalId: 'B-1', changeId: 'k', name: 'Again' },
      { name: 'Nameless' },
    ];
    const { done, results } = await expectBody<{
      done: number;
      results: { result: string; errors?: { path: string }[] }[];
    }>(admin.request('POST', '/opportunities/bulk', { rows }));
    expect(done).toBe(2);
    expect(results.map(({ result, errors }) => [result, errors?.[0]?.path])).toEqual([
      ['added', undefined],
      ['refused', 'amount.amountMinor'],
      ['refused', 'contactRoles.0.email'],
      ['late', undefined],
      ['repeated', undefined],
      ['refused', 'externalId'],
    ]);
    await expectBody<Opportunity>(admin.request('POST', '/opportunities/bulk', { rows: [] }), 400);
    const list = await expectBody<{ data: { name: string; people: number; state: string }[] }>(
      admin.request('GET', '/opportunities?q=B-1'),
    );
    expect(list.data).toMatchObject([{ name: 'One', people: 1, state: 'open' }]);
  });
});

describe('the worth of an opportunity', () => {
  const rate = (validFrom: string, text: string, currency = 'USD') =>
    expectBody<{ opportunitiesValued: number }>(
      admin.request('PUT', '/exchange-rates', { rates: [{ currency, validFrom, rate: text }] }),
    );
  const dollars = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

  it('is that of the close date and stays when the rate moves; a reopened one counts by the day it was opened', async () => {
    await rate('2026-01-01', '0.9');
    await rate('2026-05-01', '0.8');
    const facts = { name: 'Dollars', amount: dollars(1_000_000), openedAt: '2026-01-15T00:00:00Z', stage: 'Proposal' };
    const { id, value } = await put('usd', facts, 201);
    expect(value).toEqual(euros(900_000));
    const won = await put('usd', { stage: 'Closed Won', closedAt: '2026-05-02T12:00:00Z' });
    expect(won.value).toEqual(euros(800_000));
    await rate('2026-05-02', '0.5');
    expect((await put('usd', { name: 'Dollars still' })).value).toEqual(euros(800_000));
    expect((await put('usd', { stage: 'Proposal' })).value).toEqual(euros(900_000));
    expect((await history(id)).map(({ state }) => state)).toEqual(['open', 'won', 'open']);
  });

  it('waits for a rate, and is given when one comes, also to what was refunded', async () => {
    const { id, value } = await put(
      'chf',
      {
        name: 'Francs',
        amount: { amountMinor: 1000, currency: 'CHF' },
        openedAt: '2026-02-01T00:00:00Z',
        state: 'won',
        closedAt: '2026-03-01T00:00:00Z',
      },
      201,
    );
    expect(value).toBeNull();
    await expectBody<Opportunity>(
      admin.request('POST', `/opportunities/${id}/refunds`, { amount: { amountMinor: 500 }, date: '2026-04-01' }),
      201,
    );
    const asked = await askedFor(id);
    expect(await rate('2026-01-01', '1.1', 'CHF')).toMatchObject({ opportunitiesValued: 1 });
    expect(await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`))).toMatchObject({
      value: euros(1100),
      refunded: euros(550),
    });
    expect(await askedFor(id)).toBeGreaterThan(asked);
  });
});

describe('a refund', () => {
  it('is told once by its external id, listed and taken back', async () => {
    const { id } = await put('refunded', { name: 'Refunded', amount: euros(10_000), state: 'won' }, 201);
    const refund = { amount: { amountMinor: 5000 }, date: '2026-06-01', externalId: 'R-1' };
    const first = await expectBody<{ id: string }>(admin.request('POST', `/opportunities/${id}/refunds`, refund), 201);
    const again = await expectBody<{ id: string }>(admin.request('POST', `/opportunities/${id}/refunds`, refund), 201);
    expect(again.id).toBe(first.id);
    expect(await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`))).toMatchObject({
      refunded: euros(5000),
    });
    expect(await askedFor(id)).toBe(2);
    await expectBody<Opportunity>(
      admin.request('POST', `/opportunities/${id}/refunds`, { ...refund, amount: { amountMinor: 0 } }),
      400,
    );
    await expectBody<Opportunity>(admin.request('DELETE', `/opportunities/${id}/refunds/${first.id}`), 204);
    await expectBody<Opportunity>(admin.request('DELETE', `/opportunities/${id}/refunds/${first.id}`), 404);
    expect(await expectBody<{ data: [] }>(admin.request('GET', `/opportunities/${id}/refunds`))).toMatchObject({
      data: [],
    });
  });
});

describe('the list', () => {
  it('is narrowed, sorted and paged without a gap, and added up', async () => {
    const account = await expectBody<{ id: string }>(admin.request('POST', '/accounts', { name: 'Listed' }), 201);
    const rows = [5, 1, 4, 2, 3].map((value, index) => ({
      externalId: `L-${value}`,
      name: `Listed ${value}`,
      amount: euros(value * 100),
      accountId: account.id,
      openedAt: `2026-01-0${index + 1}T00:00:00Z`,
      ...(value > 3 ? { state: 'won' } : {}),
    }));
    await expectBody<Opportunity>(admin.request('POST', '/opportunities/bulk', { rows }));
    for (const [sort, expected] of [
      ['-value', [5, 4, 3, 2, 1]],
      ['name', [1, 2, 3, 4, 5]],
      ['openedAt', [5, 1, 4, 2, 3]],
    ] as const) {
      const names: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = `accountId=${account.id}&sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`;
        const page: { data: Opportunity[]; nextCursor: string | null } = await expectBody(
          admin.request('GET', `/opportunities?${query}`),
        );
        names.push(...page.data.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      expect(names).toEqual(expected.map((value) => `Listed ${value}`));
    }
    // Told before its win, a refund takes nothing from what was won yet.
    for (const name of ['L-5', 'L-1']) {
      const { id } = await expectBody<Opportunity>(admin.request('PUT', `/opportunities/by-external-id/${name}`, {}));
      const refund = { date: '2026-02-01', amount: { amountMinor: name === 'L-5' ? 5000 : 700 } };
      await expectBody<object>(admin.request('POST', `/opportunities/${id}/refunds`, refund), 201);
    }
    expect(
      await expectBody<object>(admin.request('GET', `/opportunities/summary?accountId=${account.id}`)),
    ).toMatchObject({
      open: { count: 3, value: euros(600), withoutRate: 0 },
      won: { count: 2, value: euros(900) },
      lost: { count: 0, value: euros(0) },
      refunded: { amountMinor: 5000, currency: 'EUR' },
    });
    const won = await expectBody<{ data: object[] }>(
      admin.request('GET', `/opportunities?accountId=${account.id}&state=won`),
    );
    expect(won.data).toHaveLength(2);
    await expectBody<Opportunity>(admin.request('DELETE', `/accounts/${account.id}`), 204);
  });
});

describe('the pipeline', () => {
  interface Stage {
    id: string;
    name: string;
    outcome: string;
    probabilityPercent: number | null;
  }
  it('is put in order; a stage with another outcome holds for whatever was in it; one that is used stays', async () => {
    const { id } = await put('german', { name: 'Deutsch', stage: 'Erfolgreich', amount: euros(7) }, 201);
    const { data: stages } = await expectBody<{ data: Stage[] }>(admin.request('GET', '/opportunity-stages'));
    const own = stages.map(({ id, name, outcome, probabilityPercent }) => ({ id, name, outcome, probabilityPercent }));
    const wanted = own.map((stage) => (stage.name === 'Erfolgreich' ? { ...stage, outcome: 'won' } : stage)).reverse();
    const { data: after } = await expectBody<{ data: Stage[] }>(
      admin.request('PUT', '/opportunity-stages', {
        stages: [...wanted, { name: 'Parked', probabilityPercent: 12.5 }],
      }),
    );
    expect(after.map(({ name }) => name)).toEqual([...wanted.map(({ name }) => name), 'Parked']);
    const told = await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`));
    expect(told.state).toBe('won');
    expect(told.closedAt).not.toBeNull();
    expect(await askedFor(id)).toBe(2);
    const without = after
      .filter(({ name }) => name !== 'Erfolgreich')
      .map(({ opportunities: _, ...stage }: Stage & { opportunities?: number }) => stage);
    await expectBody<Opportunity>(admin.request('PUT', '/opportunity-stages', { stages: without }), 409);
    const kept = after
      .filter(({ name }) => name !== 'Parked')
      .map(({ opportunities: _, ...stage }: Stage & { opportunities?: number }) => stage);
    const etag = (await admin.request('GET', '/opportunity-stages')).headers.get('etag')!;
    const putKept = (ifMatch: string) =>
      admin.request('PUT', '/opportunity-stages', { stages: kept }, { 'if-match': ifMatch });
    await expectBody<Opportunity>(putKept('"1"'), 412);
    const saved = await putKept(etag);
    expect([saved.status, saved.headers.get('etag') === etag]).toEqual([200, false]);
    expect((await putKept(etag)).status).toBe(412);
    await expectBody<Opportunity>(
      admin.request('PUT', '/opportunity-stages', { stages: [...kept, { name: 'erfolgreich' }] }),
      400,
    );
    const other = await expectBody<{ errors: object[] }>(
      admin.request('PUT', '/opportunities/by-external-id/german', { stage: 'Erfolgreich', state: 'lost' }),
      400,
    );
    expect(other.errors).toMatchObject([{ path: 'state', code: 'other_outcome' }]);
  });
  it('takes other names, also where two change places', async () => {
    const { data: stages } = await expectBody<{ data: Stage[] }>(admin.request('GET', '/opportunity-stages'));
    const own = stages.map(({ id, name, outcome, probabilityPercent }) => ({ id, name, outcome, probabilityPercent }));
    const names = own.map(({ name }) => name);
    const wanted = [names[1], names[0], 'Renamed', ...names.slice(3)];
    const { data: after } = await expectBody<{ data: Stage[] }>(
      admin.request('PUT', '/opportunity-stages', {
        stages: own.map((stage, index) => ({ ...stage, name: wanted[index] })),
      }),
    );
    expect(after.map(({ id, name }) => [id, name])).toEqual(own.map(({ id }, index) => [id, wanted[index]]));
    await expectBody<Opportunity>(admin.request('PUT', '/opportunity-stages', { stages: own }));
  });
});

describe('the people of an opportunity', () => {
  it('keep their part in a merge, lose it by name when they are erased, and ask for credit when they respond', async () => {
    const [keep, merge] = [await person({ email: 'keep@deal.example' }), await person({ email: 'merge@deal.example' })];
    const roles = [{ personId: merge.id, role: 'Buyer', isPrimary: true }];
    const { id } = await put('roles', { name: 'Roles', contactRoles: roles }, 201);
    const lead = await expectBody<LeadFacts>(admin.request('GET', `/people/${merge.id}/lead`));
    expect(lead).toMatchObject({
      opportunity: { id, name: 'Roles', state: 'open' },
      sourceCampaign: null,
      firstTouch: null,
    });
    await expectBody<Opportunity>(admin.request('GET', '/people/01999999-9999-7999-8999-999999999999/lead'), 404);
    await expectBody<Opportunity>(admin.request('POST', '/people/merge', { keepId: keep.id, mergeId: merge.id }));
    const merged = await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`));
    expect(merged.contactRoles).toMatchObject([{ personId: keep.id, role: 'Buyer', isPrimary: true }]);
    expect(await askedFor(id)).toBe(2);
    const campaign = await expectBody<{ id: string }>(admin.request('POST', '/campaigns', await newCampaign()), 201);
    await expectBody<Opportunity>(
      admin.request('POST', `/campaigns/${campaign.id}/members/bulk`, { action: 'add', personIds: [keep.id] }),
    );
    expect(await askedFor(id)).toBe(3);
    await database.owner.sql`update people set erased_at = now() where id = ${keep.id}`;
    expect((await expectBody<Opportunity>(admin.request('GET', `/opportunities/${id}`))).contactRoles).toEqual([]);
  });

  async function newCampaign() {
    const { data } = await expectBody<{ data: { id: string }[] }>(admin.request('GET', '/campaign-types'));
    return { name: 'Spring', campaignTypeId: data[0]!.id };
  }
});
