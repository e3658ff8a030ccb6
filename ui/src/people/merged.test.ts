import { expect, it } from 'vitest';
import type { Person } from '../../../domain/people/person.ts';
import { mergedLines } from './merged.ts';

const person = (fields: Partial<Person>) =>
  ({ kind: 'lead', consent: 'unknown', createdAt: '2026-05-01T08:00:00Z', ...fields }) as Person;

it('shows what each record says and what stays: a gap is filled, a contact and an opt-out win, the earlier day holds', () => {
  const kept = person({ email: 'ana@a.example', consent: 'granted', firstName: 'Ana' });
  const other = person({
    email: 'ana@b.example',
    kind: 'contact',
    consent: 'denied',
    phone: '7',
    createdAt: '2026-04-01T08:00:00Z',
  });
  const lines = mergedLines(kept, other, (iso) => iso.slice(0, 10));
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
