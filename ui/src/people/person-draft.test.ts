import { expect, it } from 'vitest';
import type { Person } from '../../../domain/people/person.ts';
import { draftOf, emptyPerson, inputFrom } from './person-draft.ts';

const attributes = [
  { key: 'seats', type: 'number' },
  { key: 'isPartner', type: 'boolean' },
  { key: 'renewal', type: 'date' },
] as const;

it('leaves out what was not touched and nulls what was emptied', () => {
  expect(inputFrom(emptyPerson(), attributes)).toEqual({ kind: 'lead', ownerId: null, accountId: null });
  expect(
    inputFrom(
      {
        kind: 'contact',
        ownerId: 'u1',
        account: { id: 'a1', name: 'Acme' },
        texts: { firstName: ' Ada ', phone: '' },
        attributes: { seats: '3', isPartner: 'false', renewal: '' },
      },
      attributes,
    ),
  ).toEqual({
    kind: 'contact',
    ownerId: 'u1',
    accountId: 'a1',
    firstName: 'Ada',
    phone: null,
    attributes: { seats: 3, isPartner: false, renewal: null },
  });
});

it('shows a person as the controls need it', () => {
  const person = {
    kind: 'lead',
    firstName: 'Ada',
    lastName: null,
    attributes: { renewal: '2026-06-03T00:00:00.000Z', seats: 4 },
  } as unknown as Person;
  expect(draftOf(person)).toMatchObject({
    texts: { firstName: 'Ada', lastName: '' },
    attributes: { renewal: '2026-06-03', seats: '4' },
  });
});
