import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

interface Status {
  id?: string;
  name: string;
  isDefault?: boolean;
  responded?: boolean;
  success?: boolean;
}
interface Type {
  id: string;
  name: string;
  version: number;
  statuses: (Status & { id: string })[];
  retired: { id: string; name: string }[];
}

let made = 0;
const newType = () =>
  expectBody<Type>(
    admin.request('POST', '/campaign-types', {
      name: `Fair ${++made}`,
      statuses: [
        { name: 'Invited', isDefault: true },
        { name: 'Came', responded: true },
        { name: 'Bought', responded: true, success: true },
      ],
    }),
    201,
  );
const change = (type: Type, values: Record<string, unknown>, status = 200) =>
  expectBody<Type>(admin.request('PATCH', `/campaign-types/${type.id}`, { name: type.name, ...values }), status);
const read = (type: Type) => expectBody<Type>(admin.request('GET', `/campaign-types/${type.id}`));

/** A campaign of the type with one member who has the status. */
async function memberWith(type: Type, statusName: string) {
  const campaign = await expectBody<Type>(
    admin.request('POST', '/campaigns', { name: 'Fair', campaignTypeId: type.id }),
    201,
  );
  const email = `${campaign.id}@people.example`;
  await expectBody<Type>(admin.request('POST', '/people', { email }), 201);
  const statusId = type.statuses.find(({ name }) => name === statusName)!.id;
  await expectBody<Type>(
    admin.request('POST', `/campaigns/${campaign.id}/members/bulk`, { action: 'add', emails: [email], statusId }),
  );
  return async () => {
    const page = await expectBody<{ data: Record<string, unknown>[] }>(
      admin.request('GET', `/campaigns/${campaign.id}/members`),
    );
    return page.data[0]!;
  };
}

describe('editing a campaign type', () => {
  it('reorders, renames and exchanges names; the members of a status stay with it', async () => {
    const type = await newType();
    const member = await memberWith(type, 'Came');
    const [invited, came, bought] = type.statuses;
    const after = await change(type, {
      statuses: [
        { ...bought, name: 'Came' },
        { ...invited, name: 'Asked' },
        { ...came, name: 'Bought' },
      ],
    });
    expect(after.statuses.map(({ id, name }) => [id, name])).toEqual([
      [bought!.id, 'Came'],
      [invited!.id, 'Asked'],
      [came!.id, 'Bought'],
    ]);
    expect(await member()).toMatchObject({ statusId: came!.id, statusName: 'Bought', hasResponded: true });
  });

  it('takes its name alone, or its statuses', async () => {
    const type = await newType();
    const patch = (said: object) => expectBody<Type>(admin.request('PATCH', `/campaign-types/${type.id}`, said));
    const named = await patch({ name: `${type.name}, renamed` });
    expect(named).toMatchObject({ name: `${type.name}, renamed`, statuses: type.statuses, retired: [] });
    const [first, ...rest] = type.statuses;
    const turned = await patch({ statuses: [...rest, first] });
    expect(turned.name).toBe(named.name);
    expect(turned.statuses.map(({ id }) => id)).toEqual([...rest, first].map((status) => status?.id));
  });

  it('leaves members as they are where their status goes or counts otherwise', async () => {
    const type = await newType();
    const [came, bought] = [await memberWith(type, 'Came'), await memberWith(type, 'Bought')];
    const before = [await came(), await bought()];
    const after = await change(type, {
      statuses: [{ name: 'Invited', isDefault: true }, { name: 'Came' }],
    });
    expect(after.statuses.map(({ name }) => name)).toEqual(['Invited', 'Came']);
    expect(after.retired.map(({ name }) => name)).toEqual(['Bought']);
    expect([await came(), await bought()]).toEqual(before);
  });

  it('gives a status that went to nobody any more, and back under its name', async () => {
    const type = await newType();
    const member = await memberWith(type, 'Bought');
    const boughtId = type.statuses[2]!.id;
    await change(type, { statuses: type.statuses.slice(0, 2) });
    const campaign = await expectBody<Type>(
      admin.request('POST', '/campaigns', { name: 'Next', campaignTypeId: type.id }),
      201,
    );
    await expectBody<Type>(
      admin.request('POST', `/campaigns/${campaign.id}/members/bulk`, {
        action: 'add',
        emails: ['a@people.example'],
        statusId: boughtId,
      }),
      400,
    );
    expect((await member()).statusName).toBe('Bought');
    const again = await change(type, { statuses: [...type.statuses.slice(0, 2), { name: 'Bought', success: true }] });
    expect(again).toMatchObject({ retired: [] });
    expect(again.statuses[2]!.id).toBe(boughtId);
  });

  it('moves the members of a status that goes, by the same rules as any change of status', async () => {
    const type = await newType();
    const [invited, came, bought] = type.statuses;
    const member = await memberWith(type, 'Invited');
    expect(await expectBody<Type>(admin.request('GET', `/campaign-types/${type.id}/use`))).toEqual({
      statuses: [{ id: invited!.id, members: 1 }],
    });
    const after = await change(type, {
      statuses: [{ ...came, isDefault: true }, bought],
      moved: [{ fromStatusId: invited!.id, toStatusId: came!.id }],
    });
    expect(after.retired).toEqual([]);
    const moved = await member();
    expect(moved).toMatchObject({ statusName: 'Came', hasResponded: true });
    expect(moved.firstRespondedAt).not.toBeNull();
  });

  it('refuses moves that make no sense, names in use and what somebody else changed', async () => {
    const type = await newType();
    const [invited, came] = type.statuses;
    const statuses = [invited, came];
    await change(type, { statuses, moved: [{ fromStatusId: invited!.id, toStatusId: came!.id }] }, 400);
    await change(type, { statuses: [{ ...invited, id: type.id }, came] }, 400);
    await change(type, { statuses: [{ name: 'Two' }, { name: 'two', isDefault: true }] }, 400);
    await change(type, { name: (await newType()).name, statuses }, 409);
    const ifMatch = { 'if-match': `"${type.version}"` };
    const write = (status: number) =>
      expectBody<Type>(
        admin.request('PATCH', `/campaign-types/${type.id}`, { name: type.name, statuses }, ifMatch),
        status,
      );
    await write(200);
    await write(412);
    const member = await memberWith(await read(type), 'Came');
    await change(type, { statuses: [invited] });
    await change(type, { statuses: [{ ...invited, name: 'Came' }] }, 400);
    expect(await member()).toMatchObject({ statusName: 'Came' });
  });

  it('is for admins, in their own tenant; a type that campaigns have is not deleted', async () => {
    const type = await newType();
    expect((await api.app.request(`/api/v1/campaign-types/${type.id}`)).status).toBe(401);
    const manager = await api.asUser('manager');
    const values = { name: 'Mine', statuses: type.statuses };
    await expectBody<Type>(manager.request('PATCH', `/campaign-types/${type.id}`, values), 403);
    await expectBody<Type>(manager.request('DELETE', `/campaign-types/${type.id}`), 403);
    const stranger = await api.asUser('admin', await api.tenant('Other'));
    await expectBody<Type>(stranger.request('PATCH', `/campaign-types/${type.id}`, values), 404);
    await expectBody<Type>(stranger.request('DELETE', `/campaign-types/${type.id}`), 404);
    await expectBody<Type>(stranger.request('GET', `/campaign-types/${type.id}/use`), 404);
    await memberWith(type, 'Came');
    await expectBody<Type>(admin.request('DELETE', `/campaign-types/${type.id}`), 409);
    await expectBody<Type>(admin.request('DELETE', `/campaign-types/${(await newType()).id}`), 204);
  });
});
