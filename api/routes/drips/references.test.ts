import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let path: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  const admin = await api.asUser('admin');
  manager = await api.asUser('manager');
  for (const [key, type] of [
    ['plan', 'text'],
    ['seats', 'number'],
    ['renewal', 'date'],
  ]) {
    expect((await admin.request('POST', '/attributes', { key, label: key, type })).status).toBe(201);
  }
  const campaign = (await (await manager.request('POST', '/campaigns', { name: 'Checks' })).json()) as { id: string };
  path = `/campaigns/${campaign.id}/drips`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const save = async (definition: object) => {
  const answer = await manager.request('POST', path, { name: 'Checks', definition });
  return {
    status: answer.status,
    errors: ((await answer.json()) as { errors?: { path: string; code: string; message: string }[] }).errors,
  };
};
const set = (attribute: string, value: unknown) => ({
  steps: [{ key: 'mark', name: 'Mark them', kind: 'setAttribute', attribute, value }],
});
const field = (name: string, test: object) => ({ kind: 'rule', rule: { kind: 'field', field: name, test } });

describe('what a drip names', () => {
  it.each([
    ['plan', 'gold'],
    ['seats', 12],
    ['renewal', '2026-06-01'],
    ['seats', null],
  ])('%s takes %s', async (attribute, value) => expect((await save(set(attribute, value))).status).toBe(201));

  it.each([
    ['plan', 12, 'plan is a text'],
    ['seats', 'twelve', 'seats is a number'],
    ['renewal', 'soon', 'renewal is a date'],
  ])('%s refuses %s, naming step, attribute, type and mend', async (attribute, value, words) => {
    const { status, errors } = await save(set(attribute, value));
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ path: 'definition.steps.0.value', code: 'wrong_type' }]);
    expect(errors![0]!.message).toContain(words);
    expect(errors![0]!.message).toContain('the step “Mark them” (mark)');
    expect(errors![0]!.message).toContain('give a');
  });

  it('must be a watched segment where only who comes into it is let in, and it stays watched', async () => {
    const rule = { kind: 'all', rules: [field('person.city', { op: 'isOneOf', values: ['Bonn'] }).rule] };
    const made = await manager.request('POST', '/segments', { name: 'Bonn', rule });
    const { id } = (await made.json()) as { id: string };
    const watch = (isWatched: boolean) => manager.request('PATCH', `/segments/${id}`, { isWatched });
    const entry = { kind: 'segment', segmentId: id };
    expect((await save({ entries: [entry] })).status).toBe(201);
    expect(await save({ entries: [{ ...entry, existing: false }] })).toMatchObject({
      status: 400,
      errors: [{ path: 'definition.entries.0.existing', code: 'not_watched' }],
    });
    expect((await watch(true)).status).toBe(200);
    expect((await watch(false)).status).toBe(200);
    expect((await watch(true)).status).toBe(200);
    expect((await save({ entries: [{ ...entry, existing: false }] })).status).toBe(201);
    expect((await watch(false)).status).toBe(409);
  });

  it('must be there, in steps as in conditions, and all that is wrong is said at once', async () => {
    const asks = field('attributes.colour', { op: 'isOneOf', values: ['red'] });
    const { status, errors } = await save({
      ...set('colour', 'red'),
      goal: asks,
      exitWhen: field('attributes.seats', { op: 'contains', value: 'x' }),
      entries: [{ kind: 'dateField', attribute: 'plan' }],
    });
    expect(status).toBe(400);
    expect(errors!.map(({ path: where, code }) => [where, code])).toEqual([
      ['definition.entries.0.attribute', 'wrong_type'],
      ['definition.steps.0.attribute', 'unknown_reference'],
      ['definition.goal.rule.field', 'unknown_field'],
      ['definition.exitWhen.rule.test.op', 'wrong_type'],
    ]);
    const branch = { key: 'ask', name: 'Red?', kind: 'branch', condition: asks, yes: null, no: null };
    const inBranch = await save({ steps: [branch] });
    expect(inBranch.errors).toMatchObject([{ path: 'definition.steps.0.condition.rule.field', code: 'unknown_field' }]);
    expect(inBranch.errors![0]!.message).toContain('The step “Red?” (ask)');
  });

  it('waits only for what is a date', async () => {
    const wait = { key: 'wait', kind: 'wait', until: { kind: 'dateField', attribute: 'seats' } };
    const { errors } = await save({ steps: [wait] });
    expect(errors).toMatchObject([{ path: 'definition.steps.0.until.attribute', code: 'wrong_type' }]);
  });
});
