import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { runningDrip } from '../../../test/factories/drip-api.ts';
import { sendStep, waitStep } from '../../../test/factories/drips.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let tenantId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  manager = await api.asUser('manager');
  ({ tenantId } = manager);
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Page {
  data: { messageId: string; partKind: string; partName: string; subject: string; mayResend: boolean }[];
  undecided: number;
  resendable: number;
}

/** Everything that is queued of the tenant has got lost on its way. */
const lose = () => database.owner.sql`
  with lost as (
    update messages set status = 'uncertain', reason = 'worker_lost', attempts = 1
    where tenant_id = ${tenantId} and status = 'queued' returning id, source_id, person_id)
  insert into uncertain_messages (tenant_id, message_id, source_id, person_id, cause)
  select ${tenantId}, id, source_id, person_id, 'worker_lost' from lost`;

it('lists what is uncertain of a campaign with its drips, and sends it again only while they are open', async () => {
  const drip = await runningDrip({ api, manager, tenantId }, [sendStep('hello'), waitStep('pause', 3)]);
  await drip.begin();
  const personIds = [];
  for (const name of ['ada', 'ben', 'cleo']) {
    personIds.push(await newPerson(api.deps.database, tenantId, { email: `${name}@people.example`, firstName: name }));
  }
  await manager.request('POST', `${drip.path}/enrol`, { personIds });
  await drip.round();
  await lose();
  const path = `/campaigns/${drip.campaignId}/uncertain`;
  const list = async () => (await (await manager.request('GET', path)).json()) as Page;
  const decide = async (input: object) => {
    const answer = await manager.request('POST', `${path}/decide`, input);
    return { status: answer.status, ...((await answer.json()) as { decided?: number }) };
  };
  const { data, ...counts } = await list();
  expect(counts).toMatchObject({ undecided: 3, resendable: 3 });
  const from = { partKind: 'drip', partId: drip.dripId, partName: 'Welcome', subject: 'hello', mayResend: true };
  expect(data).toMatchObject([from, from, from]);
  const [first, second, third] = data.map(({ messageId }) => messageId);

  expect(await decide({ decision: 'leave', messageIds: [first] })).toMatchObject({ status: 200, decided: 1 });
  expect(await decide({ decision: 'resend', messageIds: [second] })).toMatchObject({ status: 200, decided: 1 });
  const requeued = await database.owner.sql`select id, reason from messages where status = 'queued'`;
  expect(requeued).toEqual([{ id: second, reason: 'resend' }]);
  await database.owner.sql`update drips set status = 'completed' where id = ${drip.dripId}`;
  expect(await list()).toMatchObject({ data: [{ messageId: third, mayResend: false }], undecided: 1, resendable: 0 });
  expect(await decide({ decision: 'resend' })).toMatchObject({ status: 409 });

  const other = await api.asUser('manager', await api.tenant());
  expect((await other.request('GET', path)).status).toBe(404);
});
