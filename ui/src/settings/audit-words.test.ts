import { expect, it } from 'vitest';
import { actionWords, changeWords, deedWords, entityKinds, entityWord } from './audit-words.ts';

it.each([
  ['campaign.create', 'made a campaign'],
  ['user.role', 'changed the role of a user'],
  ['user.setPassword', 'set a new password for a user'],
  ['attribute.create', 'made an attribute'],
  ['sending.stop', 'stopped all sending'],
  ['campaignType.update', 'changed a campaign type'],
  ['list.somethingNew', 'something new a list'],
  ['lists.leave', 'recorded that somebody left lists'],
  ['lists.create', 'made a list'],
  ['segment_suggestion.reject', 'turned down a segment suggestion'],
  ['drip.enrol', 'let people into a drip'],
  ['drip.version.reject', 'sent back a version of a drip'],
  ['experiment.update', 'changed a test'],
  ['nextActions.reject', 'rejected a next action'],
  ['account.edit', 'changed an account'],
  ['key.create', 'made an API key'],
  ['webhookEndpoint.rotateSecret', 'made a new secret for a webhook endpoint'],
  ['inbound.settle', 'decided on a mail that came back'],
])('%s → %s', (action, words) => expect(actionWords(action)).toBe(words));

it('names what an entry is about after what was done to it', () => {
  const told = (action: string, kind: string, part: unknown = null, name: string | null = 'Spring') => {
    const entry = { action, entity: { kind, name }, part };
    return `${deedWords(entry)} ${entityWord(entry)}`.trim();
  };
  expect(told('campaign.create', 'campaign')).toBe('made the campaign');
  expect(told('campaign.create', 'campaign', null, null)).toBe('made a campaign');
  expect(told('drip.update', 'campaign', { name: 'Welcome' })).toBe('changed a drip in');
  expect(told('cost.add', 'campaign')).toBe('added a cost line in');
  expect(told('person.exportDownload', 'person')).toBe('downloaded the data of');
  expect(told('user.role', 'user')).toBe('changed the role of the user');
  expect(entityKinds.map(({ label }) => label)).toContain('API key');
});

const id = '01a204c9-7a93-7a2a-bc35-5bc8616dbcfd';
it.each([
  [{ field: 'startAt', from: null, to: '2026-06-03T07:00:00.000Z' }, /^start at: 3 Jun( 2026)?, 07:00$/],
  [{ field: 'status', from: 'draft', to: 'in_review' }, /^status: draft → in review$/],
  [{ field: 'cap', from: 5, to: null }, /^cap: 5 → nothing$/],
  [{ field: 'isOn', from: true, to: false }, /^is on: yes → no$/],
  [{ field: 'amount', from: null, to: { amountMinor: 1234500, currency: 'EUR' } }, /^amount: €12,345$/],
  [
    { field: 'refund', from: { amountMinor: 50, currency: 'EUR' }, to: { amountMinor: 0, currency: 'EUR' } },
    /^refund: €0.50 → €0$/,
  ],
  [{ field: 'comment', from: null, to: '' }, /^$/],
  [{ field: 'tags', from: null, to: [] }, /^$/],
  [{ field: 'senderId', from: null, to: id }, /^sender: chosen$/],
  [{ field: 'senderId', from: id, to: id.replace('1', '2') }, /^sender: another one$/],
  [
    { field: 'audience', from: null, to: { listIds: [id], everyone: false, excludeListIds: [] } },
    /^audience: lists: 1 chosen$/,
  ],
  [
    { field: 'content', from: null, to: { senderId: id, messageClass: 'marketing' } },
    /^content: sender: chosen, message class: marketing$/,
  ],
  [{ field: 'body', from: null, to: 'x'.repeat(2000) }, /^body: 2,000 characters$/],
])('%j', (change, words) => expect(changeWords(change, 'UTC')).toMatch(words));
