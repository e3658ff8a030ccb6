import { expect, it } from 'vitest';
import { mendHref } from './mend-href.ts';

const broadcast = { kind: 'broadcast', id: 'b' } as const;
const drip = { kind: 'drip', id: 'd' } as const;

it.each([
  ['empty_subject', 'subject', broadcast, '/campaigns/c?tab=message&broadcast=b'],
  ['no_postal_address', 'html', broadcast, '/campaigns/c?tab=message&broadcast=b'],
  ['postal_address_empty', 'html', broadcast, '/settings/organization'],
  ['postal_address_empty', 'Hello: html', drip, '/settings/organization'],
  ['no_sender', 'sender', broadcast, '/campaigns/c?tab=message&broadcast=b'],
  ['unsigned', 'sender', broadcast, '/settings/senders'],
  ['dmarc_none', 'sender', undefined, '/settings/senders'],
  ['sender_stopped', 'sender', undefined, '/deliverability'],
  ['sender_near_pause', 'sender', undefined, '/deliverability'],
  ['no_seed', 'Spring: audience', broadcast, '/settings/seeds'],
  ['never_read', 'audience', broadcast, '/campaigns/c?tab=audience&broadcast=b'],
  ['quiet_hours', 'Spring: start', broadcast, '/campaigns/c?broadcast=b'],
  ['local_start_passed', 'start', broadcast, '/campaigns/c?tab=audience&broadcast=b'],
  ['no_entry', 'entries', drip, '/campaigns/c/drips/d'],
  ['nothing_to_send', 'campaign', undefined, undefined],
])('what is found by %s at “%s” is mended at the right page', (code, where, part, page) => {
  expect(mendHref('c', { where, part, code }, true)).toBe(page);
});

it('leads nobody to settings that they may not read', () => {
  expect(mendHref('c', { where: 'html', part: broadcast, code: 'postal_address_empty' }, false)).toBeUndefined();
});
