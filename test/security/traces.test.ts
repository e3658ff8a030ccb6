import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyOf, expectBody, type TestCaller } from '../api.ts';
import { createTestInstallation, type TestInstallation } from '../installation.ts';

let test: TestInstallation;
let admin: TestCaller;
let approver: TestCaller;
let senderId: string;

beforeAll(async () => {
  test = await createTestInstallation();
  const tenantId = await test.api.tenant('Traced');
  [admin, approver] = [await test.api.asUser('admin', tenantId), await test.api.asUser('approver', tenantId)];
  await admin.request('PATCH', '/tenant', { postalAddress: '1 Main Street, Springfield' });
  const person = await expectBody<{ id: string }>(
    admin.request('POST', '/people', { email: 'ana@people.example' }),
    201,
  );
  await expectBody(
    admin.request('POST', `/people/${person.id}/consents`, { state: 'granted', source: 'by hand' }),
    201,
  );
  const sender = { name: 'Traced', address: 'news@traced.example' };
  senderId = (await expectBody<{ id: string }>(admin.request('POST', '/senders', sender), 201)).id;
});
afterAll(() => test.close());

const body = `<mjml><mj-body><mj-section><mj-column><mj-text>Hello. {{ tenant.name }}, {{ tenant.postalAddress }}
<a href="{{ unsubscribeUrl }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>`;

async function write(name: string): Promise<{ id: string; broadcastId: string }> {
  const { id } = await expectBody<{ id: string }>(admin.request('POST', '/campaigns', { name }), 201);
  const content = { subject: 'Hello', senderId, format: 'mjml', body };
  const broadcast = { name: 'One', audience: { everyone: true }, content };
  const made = await expectBody<{ id: string }>(admin.request('POST', `/campaigns/${id}/broadcasts`, broadcast), 201);
  return { id, broadcastId: made.id };
}

/** Calls it, and gives the actions that the log has from it. */
async function traceOf(who: TestCaller, path: string, input: unknown = {}): Promise<string[]> {
  const since = await bodyOf<{ data: { id: string }[] }>(await admin.request('GET', '/audit-log?limit=1'));
  const answer = await who.request('POST', path, input);
  expect({ path, status: answer.status, text: answer.ok || (await answer.text()) }).toMatchObject({ text: true });
  const { data } = await bodyOf<{ data: { id: string; action: string }[] }>(await admin.request('GET', '/audit-log'));
  return data.filter(({ id }) => id > (since.data[0]?.id ?? '')).map(({ action }) => action);
}

it('every command over a campaign leaves its entry, one by one and over many', async () => {
  const [one, other, third] = [await write('One'), await write('Other'), await write('Third')];
  const startAt = new Date(Date.now() + 3600_000).toISOString();
  const commands: [who: TestCaller, command: string, input: object, action?: string][] = [
    [admin, 'submit', {}],
    [admin, 'withdraw', {}],
    [admin, 'submit', {}],
    [approver, 'reject', { comment: 'Not yet' }],
    [admin, 'submit', {}],
    [approver, 'approve', {}],
    [admin, 'schedule', { startAt }],
    [admin, 'stop-sending', { reason: 'Look first' }, 'stopSending'],
    [admin, 'resume-sending', { reason: 'Looked' }, 'resumeSending'],
    // What nothing goes out of does not come to its end by itself.
    [admin, 'stop-sending', { reason: 'Once more' }, 'stopSending'],
    [admin, 'start', {}],
    [admin, 'pause', {}],
    [admin, 'resume', {}],
  ];
  for (const [who, command, input, action = command] of commands)
    expect(await traceOf(who, `/campaigns/${one.id}/${command}`, input)).toEqual([`campaign.${action}`]);
  const overMany: [command: string, id: string][] = [
    ['pause', one.id],
    ['resume', one.id],
    ['submit', other.id],
    ['withdraw', other.id],
    ['cancel', other.id],
  ];
  for (const [command, id] of overMany)
    expect(await traceOf(admin, `/bulk/campaigns/${command}`, { campaignIds: [id] })).toEqual([`campaign.${command}`]);
  expect(await traceOf(admin, `/campaigns/${one.id}/complete`)).toEqual(['campaign.complete']);
  const me = await bodyOf<{ user: { email: string } }>(await admin.request('GET', '/me'));
  const copy = `/campaigns/${third.id}/broadcasts/${third.broadcastId}/test-send`;
  expect(await traceOf(admin, copy, { to: [me.user.email] })).toEqual(['broadcast.testSend']);
  expect(await traceOf(admin, `/campaigns/${third.id}/cancel`)).toEqual(['campaign.cancel']);
});

it('looking for suggested segments leaves its entry, and so does the end of a sender', async () => {
  expect(await traceOf(admin, '/segments/suggestions/refresh')).toEqual(['segment_suggestion.refresh']);
  const gone = { name: 'Gone', address: 'gone@traced.example' };
  const { id } = await expectBody<{ id: string }>(admin.request('POST', '/senders', gone), 201);
  await expectBody(admin.request('DELETE', `/senders/${id}`), 204);
  const { data } = await bodyOf<{ data: { action: string; entity: object }[] }>(
    await admin.request('GET', '/audit-log?limit=1'),
  );
  expect(data[0]).toMatchObject({ action: 'sender.delete', entity: { kind: 'sender', id } });
});
