import { describe, expect, it } from 'vitest';
import { readMailgunEvents } from './mailgun.ts';
import { readPostmarkEvents } from './postmark.ts';
import { readSendgridEvents } from './sendgrid.ts';

const email = 'p1@people.example';

describe('what SendGrid says', () => {
  const read = (given: object) => readSendgridEvents([{ email, sg_event_id: 'e', ...given }])?.[0];
  it.each([
    [
      { event: 'bounce', status: '5.1.1', reason: '550 5.1.1 The email account does not exist', type: 'bounce' },
      'report',
      'hard',
    ],
    [{ event: 'bounce', status: '5.2.2', reason: '552 5.2.2 mailbox full', type: 'bounce' }, 'report', 'soft'],
    // A block is about us, whatever words it has.
    [{ event: 'bounce', status: '5.1.1', reason: '550 5.1.1 user unknown', type: 'blocked' }, 'report', 'policy'],
    [{ event: 'dropped', reason: 'Bounced Address' }, 'report', 'policy'],
    [{ event: 'deferred', response: '450 try later' }, 'report', 'delayed'],
    [{ event: 'delivered', response: '250 OK' }, 'report', 'delivered'],
    [{ event: 'spamreport' }, 'complaint', 'complaint'],
    [{ event: 'group_unsubscribe' }, 'unsubscribe', 'unsubscribe'],
  ])('%o', (given, kind, verdict) =>
    expect(read(given)).toMatchObject({ kind, verdict: { kind: verdict, recipient: email } }),
  );
  it('leaves opens, clicks and what is none of theirs out', () => {
    expect(readSendgridEvents([{ email, sg_event_id: 'e', event: 'open' }, 7, { event: 'bounce' }])).toEqual([]);
    expect(readSendgridEvents({})).toBeNull();
  });
});

describe('what Mailgun says', () => {
  const read = (given: object) => readMailgunEvents({ 'event-data': { id: 'e', recipient: email, ...given } })?.[0];
  it.each([
    [
      {
        event: 'failed',
        severity: 'permanent',
        reason: 'bounce',
        'delivery-status': { code: 550, message: '5.1.1 no such user' },
      },
      'hard',
    ],
    [{ event: 'failed', severity: 'permanent', reason: 'suppress-bounce', 'delivery-status': { code: 605 } }, 'policy'],
    [{ event: 'failed', severity: 'temporary', 'delivery-status': { code: 452, message: '4.2.2 full' } }, 'delayed'],
    [{ event: 'complained' }, 'complaint'],
    [{ event: 'unsubscribed' }, 'unsubscribe'],
    [{ event: 'delivered' }, 'delivered'],
  ])('%o', (given, kind) => expect(read(given)).toMatchObject({ id: 'e', verdict: { kind, recipient: email } }));
  it('names our message by its id and its sender', () => {
    const given = {
      event: 'complained',
      message: { headers: { 'message-id': 'x@acme.example' } },
      envelope: { sender: 'b-1@acme.example' },
    };
    expect(read(given)?.names).toEqual(['b-1@acme.example', '<x@acme.example>']);
    expect(readMailgunEvents({ 'event-data': { id: 'e', recipient: email, event: 'opened' } })).toEqual([]);
  });
});

describe('what Postmark says', () => {
  const read = (given: object) => readPostmarkEvents({ ID: 1, Email: email, ...given })?.[0];
  it.each([
    [{ RecordType: 'Bounce', Type: 'HardBounce', Details: 'smtp;550 5.1.1 unknown user' }, 'hard'],
    [{ RecordType: 'Bounce', Type: 'HardBounce', Details: '', Description: '' }, 'hard'],
    [{ RecordType: 'Bounce', Type: 'SoftBounce', Details: '550 user unknown' }, 'soft'],
    [{ RecordType: 'Bounce', Type: 'Blocked', Details: '550 5.1.1 user unknown' }, 'policy'],
    [{ RecordType: 'Bounce', Type: 'DMARCPolicy' }, 'policy'],
    [{ RecordType: 'Bounce', Type: 'AutoResponder' }, 'auto_reply'],
    [{ RecordType: 'SpamComplaint' }, 'complaint'],
    [
      {
        RecordType: 'SubscriptionChange',
        Recipient: email,
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
      },
      'unsubscribe',
    ],
    [{ RecordType: 'Delivery', Recipient: email }, 'delivered'],
  ])('%o', (given, kind) => expect(read(given)).toMatchObject({ verdict: { kind, recipient: email } }));
  it('says the same twice under one id', () => {
    const given = { RecordType: 'Bounce', Type: 'HardBounce', Details: 'x' };
    expect(read(given)?.id).toBe(read(given)?.id);
    expect(read(given)?.id).not.toBe(read({ ...given, ID: 2 })?.id);
    expect(readPostmarkEvents({ RecordType: 'Open', Email: email })).toEqual([]);
  });
});
