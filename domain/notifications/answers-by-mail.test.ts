import { describe, expect, it } from 'vitest';
import { forwardAddress, forwardedMail, forwardFailure } from './answers-by-mail.ts';

const answer = { fromAddress: 'pat@people.example', replyAddress: 'sales@acme.example', isCopy: false };
const isOurs = (host: string) => host === 'bounce.example';
const goesTo = (to: string | null, more: Partial<typeof answer> = {}) =>
  forwardAddress({ ...answer, ...more }, { to, isOurs });

describe('an answer is passed on', () => {
  it('to whom it is meant for', () => {
    expect(goesTo('sales@acme.example')).toBe('sales@acme.example');
    // The owner does not read the mailbox that it was copied from.
    expect(goesTo('ana@acme.example', { isCopy: true })).toBe('ana@acme.example');
  });
  it.each([
    ['nobody who is named', goesTo(null)],
    ['an address of ours', goesTo('replies@Bounce.example')],
    ['who wrote it', goesTo('PAT@people.example')],
    ['the mailbox that it is a copy from', goesTo('Sales@acme.example', { isCopy: true })],
  ])('never to %s', (_name, to) => expect(to).toBeNull());
});

it('is brought with all that was written, and with whom an answer reaches', () => {
  const given = {
    name: 'Pat',
    subject: 'Re: a\r\nBcc: x@y.example',
    fromAddress: 'pat@people.example',
    text: 'Call me.',
  };
  const { subject, text } = forwardedMail(given, { tenantName: 'Acme', url: 'https://app.example/inbox/1' });
  expect(subject).toBe('Pat answered: Re: a Bcc: x@y.example');
  expect(text).toContain('Pat (pat@people.example) answered Acme:\n\nCall me.');
  expect(text).toContain('What you answer to this mail goes to pat@people.example.');
  const long = forwardedMail({ ...given, name: '', text: 'x'.repeat(50_000) }, { tenantName: 'Acme', url: '' });
  expect(long.text.length).toBeLessThan(21_000);
});

it.each([
  [{ responseCode: 550, command: 'RCPT TO' }, 'refused'],
  [{ responseCode: 451, command: 'DATA' }, 'later'],
  [{ responseCode: 535, code: 'EAUTH', command: 'AUTH PLAIN' }, 'later'],
  [{ responseCode: 554, code: 'EPROTOCOL', command: 'CONN' }, 'later'],
  [{ code: 'ECONNREFUSED' }, 'later'],
  [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' }, 'later'],
  [{ code: 'ETLS', command: 'STARTTLS' }, 'later'],
  // Whatever happens to a connection is told as CONN, before the mail and after it.
  [{ code: 'ESOCKET', originalCode: 'ECONNRESET', command: 'CONN' }, 'uncertain'],
  [{ code: 'ECONNECTION', command: 'CONN' }, 'uncertain'],
  [{ code: 'ETIMEDOUT', command: 'CONN' }, 'uncertain'],
  [{ code: 'ETIMEDOUT', command: 'DATA' }, 'uncertain'],
  [new Error('gone'), 'uncertain'],
])('of what failed with %j it is known: %s', (error, known) => expect(forwardFailure(error)).toBe(known));
