import { describe, expect, it } from 'vitest';
import { decideIdentity, type Identified, type KnownPerson } from './identity.ts';

const person = (id: string, externalId: string | null, emailKey: string | null = null): KnownPerson => ({
  id,
  externalId,
  emailKey,
});
const given = (some: Partial<Identified>): Identified => ({
  kind: 'server',
  userId: null,
  emailKey: null,
  byUser: null,
  byAnonymous: null,
  byEmail: null,
  ...some,
});

describe('a server', () => {
  it.each<[string, Partial<Identified>, object]>([
    ['makes a person of an id', { userId: 'u1' }, { kind: 'create', externalId: 'u1' }],
    [
      'knows a person by the id',
      { userId: 'u1', byUser: person('p', 'u1') },
      { personId: 'p', takesEmail: true, mergeId: null },
    ],
    [
      'gives an id to who has the address',
      { userId: 'u1', emailKey: 'a@x', byEmail: person('p', null, 'a@x') },
      { personId: 'p', externalId: 'u1' },
    ],
    [
      'makes a lead with the address and the person of the id one',
      { userId: 'u1', emailKey: 'a@x', byUser: person('p', 'u1'), byEmail: person('q', null, 'a@x') },
      { personId: 'p', takesEmail: true, mergeId: 'q' },
    ],
    [
      'leaves an address to who has it with another id',
      { userId: 'u1', emailKey: 'a@x', byUser: person('p', 'u1'), byEmail: person('q', 'u2', 'a@x') },
      { personId: 'p', takesEmail: false, mergeId: null },
    ],
    [
      'makes somebody else of another id with a taken address',
      { userId: 'u1', emailKey: 'a@x', byEmail: person('q', 'u2', 'a@x') },
      { kind: 'create', takesEmail: false },
    ],
    [
      'takes the visitor to be who signs in',
      { userId: 'u1', byAnonymous: person('p', null, 'a@x') },
      { personId: 'p', externalId: 'u1' },
    ],
    [
      'makes another person of another one on the same device',
      { userId: 'u2', byAnonymous: person('p', 'u1') },
      { kind: 'create', externalId: 'u2' },
    ],
    ['tells nobody by a visitor alone', {}, { kind: 'nobody' }],
  ])('%s', (_, some, identity) => expect(decideIdentity(given(some))).toMatchObject(identity));
});

describe('a page, which anybody can write', () => {
  it.each<[string, Partial<Identified>, object]>([
    ['makes a lead', { emailKey: 'a@x' }, { kind: 'create', takesEmail: true }],
    [
      'gives nobody who is known an id',
      { userId: 'u9', emailKey: 'a@x', byEmail: person('p', null, 'a@x') },
      { personId: 'p', externalId: null, takesEmail: false },
    ],
    [
      'gives nobody who is known an address',
      { userId: 'u1', emailKey: 'evil@x', byUser: person('p', 'u1') },
      { personId: 'p', takesEmail: false, mergeId: null },
    ],
    [
      'makes no two people one',
      { userId: 'u1', emailKey: 'a@x', byUser: person('p', 'u1'), byEmail: person('q', null, 'a@x') },
      { personId: 'p', mergeId: null },
    ],
    [
      'does not let a visitor who is known take an id',
      { userId: 'u9', byAnonymous: person('p', null, 'a@x') },
      { kind: 'create', externalId: null },
    ],
  ])('%s', (_, some, identity) => expect(decideIdentity(given({ ...some, kind: 'site' }))).toMatchObject(identity));
});
