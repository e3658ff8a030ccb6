import { afterEach, beforeEach, expect, it } from 'vitest';
import { VersionPreview } from '../../domain/drips/version.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../test/api.ts';
import { createPeople } from '../../test/factories/campaigns.ts';
import { runningDrip } from '../../test/factories/drip-api.ts';
import { enrolInto, sendStep, waitStep } from '../../test/factories/drips.ts';
import { startDrip } from '../../test/factories/drip-workflow.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { closeDrip, wakeDrip } from './messages.ts';

let stage: TestStage;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let approver: TestCaller;
// Before each try: a second one must not find what the first one left.
beforeEach(async () => {
  stage = await createTestStage();
  api = await createTestApi(stage.database, { temporal: stage.env.client, keyRing: stage.keyRing });
  tenantId = await api.tenant();
  [manager, approver] = [await api.asUser('manager'), await api.asUser('approver')];
  await stage.database.owner.sql`
    update tenants set postal_address = '1 Main Street', cap_messages = null, quiet_from = null, quiet_to = null
    where tenant_id = ${tenantId}`;
}, 120_000);
afterEach(async () => {
  await api.close();
  await stage.close();
});

type Made = Awaited<ReturnType<typeof runningDrip>>;

/** Asks what an edit would do, makes it, has it approved, and gives the drip's workflow the time to take it over. */
async function edit({ dripId, path, complete }: Made, steps: unknown[], moves: Record<string, string | null> = {}) {
  const version = { definition: complete(steps), moves };
  const preview = VersionPreview.parse(
    await bodyOf(await manager.request('POST', `${path}/versions?dryRun=true`, version)),
  );
  const { number } = await bodyOf<{ number: number }>(await manager.request('POST', `${path}/versions`, version));
  expect((await approver.request('POST', `${path}/versions/${number}/approve`)).status).toBe(200);
  await stage.passUntil(async () => {
    const [row] = await stage.database.owner.sql<{ number: number }[]>`
      select current_version as number from drips where id = ${dripId}`;
    return row?.number === number;
  });
  return preview;
}

/** How many people took which way: the steps in the order in which they had their outcome. */
async function waysOf(dripId: string) {
  return stage.database.owner.sql<{ way: string; people: number; messages: number }[]>`
    select way, count(*)::int as people, sum(messages)::int as messages from (
      select p.id, (select count(*) from messages m where m.occurrence = p.id and m.status = 'sent') as messages,
        (select string_agg(m.step, ' ' order by m.id) from drip_moves m where m.position_id = p.id) as way, p.enrolled_at
      from drip_positions p where p.drip_id = ${dripId} and p.state = 'completed') walked
    group by way order by min(enrolled_at)`;
}

it('leads each of 1,000 people the way that the previews of three edits promised', async () => {
  await createPeople(stage.app, tenantId, 1050);
  const people = (
    await stage.database.owner.sql<{ id: string }[]>`select id from people where tenant_id = ${tenantId} order by id`
  ).map(({ id }) => id);
  const [w1, s1, w2] = [waitStep('w1', 1), sendStep('s1'), waitStep('w2', 1)];
  const [w3, s2, w4] = [waitStep('w3', 1, 'days', { name: 'Third wait' }), sendStep('s2'), waitStep('w4', 1)];
  const made = await runningDrip({ api, manager, tenantId }, [w1, s1, w2, w3, s2, w4]);
  await made.begin();
  const { env } = stage;
  const handle = await startDrip(stage, made);
  const enter = async (from: number, to: number) => {
    const ids = people.slice(from, to);
    expect(await enrolInto(stage.app, made, ids, await stage.nowIso())).toBe(to - from);
    await handle.signal(wakeDrip);
    await stage.passUntil(async () => {
      const waiting = await stage.database.owner.sql`
        select from drip_positions where drip_id = ${made.dripId} and state = 'enrolled' limit 1`;
      return waiting.length === 0;
    });
  };
  // Nearly a day between them, so that nobody comes in at the moment a wait ends: in the end 250 wait at each of w4, w3, w2 and w1.
  for (const group of [0, 1, 2, 3]) {
    await enter(group * 250, (group + 1) * 250);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await env.sleep(group < 3 ? '23 hours' : '12 hours');
  }
  await recordHistory(handle, 'drip-before-edit');
  const everyone = {
    inDrip: 1000,
    everyone: { touched: 1000 },
    newOnly: { touched: 0 },
    needsApproval: true,
    tests: [],
  };

  const [s0, s3] = [sendStep('s0'), sendStep('s3')];
  expect(await edit(made, [w1, s1, w2, w3, s2, w4, s3])).toEqual({
    ...everyone,
    added: ['s3'],
    changed: [],
    changedKinds: [],
    removed: [],
  });
  expect(await edit(made, [s0, w1, s1, w2, w3, s2, w4, s3])).toEqual({
    ...everyone,
    added: ['s0'],
    changed: [],
    changedKinds: [],
    removed: [],
  });
  expect(await edit(made, [s0, w1, s1, w2, s2, w4, s3], { w3: 'w4' })).toEqual({
    ...everyone,
    added: [],
    changed: [],
    changedKinds: [],
    removed: [{ step: 'w3', name: 'Third wait', people: 250, goesTo: 'w4', isDecided: true }],
  });

  await enter(1000, 1050);
  await handle.signal(closeDrip);
  expect(await handle.result()).toBe('completed');
  await recordHistory(handle, 'drip-edited');
  expect(await waysOf(made.dripId)).toEqual([
    { way: 'w1 s1 w2 w3 s2 w4 s3', people: 250, messages: 750 },
    { way: 'w1 s1 w2 w3 w4 s3', people: 250, messages: 500 },
    { way: 'w1 s1 w2 s2 w4 s3', people: 500, messages: 1500 },
    { way: 's0 w1 s1 w2 s2 w4 s3', people: 50, messages: 200 },
  ]);
  const { messages, duplicates } = await stage.sink.report();
  expect({ messages, duplicates }).toEqual({ messages: 2950, duplicates: [] });
}, 150_000);
