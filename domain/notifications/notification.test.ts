import { expect, it } from 'vitest';
import { digestMail } from './notification.ts';

const line = { dripName: 'Renewal', stepName: 'Call them', note: 'Offer a year more.', people: 37 };
const where = { tenantName: 'Acme', url: 'https://app.example/notifications' };

it('says of one step how many came to it and what is to be done', () => {
  const { subject, text } = digestMail([line], where);
  expect(subject).toBe('37 people reached “Call them”');
  expect(text).toContain('37 people reached “Call them” in “Renewal”.\nOffer a year more.');
  expect(text).toContain(where.url);
  expect(digestMail([{ ...line, people: 1, note: '' }], where).subject).toBe('One person reached “Call them”');
});

it('says several steps together, and not more than a mail has room for', () => {
  const { subject, text } = digestMail(
    Array.from({ length: 25 }, () => line),
    where,
  );
  expect(subject).toBe('925 people reached steps of your drips');
  expect(text.match(/37 people/g)).toHaveLength(20);
  expect(text).toContain('and 5 more steps');
});
