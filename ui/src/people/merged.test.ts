import { expect, it } from 'vitest';
import type { Person } from '../../../domain/people/person.ts';
import { mergedLines } from './merged.ts';

const person = (fields: Partial<Person>) =>
  ({ kind: 'lead', consent: 'unknown', createdAt: '2026-05-01T08:00:00Z', attributes: {}, ...fields }) as Person;

const writing = {
  day: (iso: string) => iso.slice(0, 10),
  account: (id: string) => ({ a: 'Alder' })[id],
  owner: () => 'Mara',
  attributes: [{ key: 'seats', label: 'Seats' }],
};

it('shows what each record says and what stays: a gap is filled, a contact and an opt-out win, the earlier day holds', () => {
  const kept = person({ email: 'ana@a.example', consent: 'granted', firstName: 'Ana' });
  const other = person({
    email: 'ana@b.example',
    kind: 'contact',
    consent: 'denied',
    phone: '7',
    createdAt: '2026-04-01T08:00:00Z',
  });
  const lines = mergedLines(kept, other, writing);
  expect(lines.map(({ label, result }) => [label, result])).toEqual([
    ['Kind', 'contact'],
    ['E-mail', 'ana@a.example'],
    ['First name', 'Ana'],
    ['Phone', '7'],
    ['Consent', 'denied'],
    ['Known since', '2026-04-01'],
  ]);
  expect(lines[3]).toMatchObject({ kept: '', other: '7' });
});

it('shows account, owner, the day they became a contact and own attributes too', () => {
  const other = { accountId: 'a', ownerId: 'm', convertedAt: '2026-04-02T08:00:00Z', attributes: { seats: 7 } };
  const lines = mergedLines(person({}), person(other), writing);
  expect(lines.filter(({ kept }) => kept === '').map(({ label, result }) => [label, result])).toEqual([
    ['Account', 'Alder'],
    ['Owner', 'Mara'],
    ['A contact since', '2026-04-02'],
    ['Seats', '7'],
  ]);
});
