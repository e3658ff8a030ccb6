import type { WriteKeyKind } from '../write-keys/write-key.ts';

/** A person as far as identifying needs them. */
export interface KnownPerson {
  id: string;
  externalId: string | null;
  emailKey: string | null;
}

/** Whom the parts of an identify mean, each null where they mean nobody (yet). */
export interface Identified {
  kind: WriteKeyKind;
  userId: string | null;
  emailKey: string | null;
  byUser: KnownPerson | null;
  byAnonymous: KnownPerson | null;
  byEmail: KnownPerson | null;
}

/** Which person an identify call means, and what happens to its traits. */
export type Identity =
  /** Nobody can be told apart from everybody else by this yet. */
  | { kind: 'nobody' }
  | { kind: 'create'; externalId: string | null; takesEmail: boolean }
  | { kind: 'known'; personId: string; externalId: string | null; takesEmail: boolean; mergeId: string | null };

/**
 * Decides whom an identify means. A user id goes before an address, and an address before the visitor's own id. What a page says may
 * come from anybody: it never gives anybody an external id, nor an address to somebody who is known, and never makes two people one.
 */
export function decideIdentity(given: Identified): Identity {
  const { byUser, byEmail, userId } = given;
  const isServer = given.kind === 'server';
  if (byUser) {
    const other = byEmail && byEmail.id !== byUser.id ? byEmail : null;
    const mergeId = isServer && other?.externalId === null ? other.id : null;
    return known(byUser, { externalId: null, takesEmail: isServer && (other === null || mergeId !== null), mergeId });
  }
  if (byEmail && (userId === null || byEmail.externalId === null || !isServer))
    return known(byEmail, { externalId: isServer ? userId : null, takesEmail: isServer, mergeId: null });
  if (byEmail) return { kind: 'create', externalId: userId, takesEmail: false };
  const visitor = asVisitor(given);
  if (visitor) return known(visitor, { externalId: isServer ? userId : null, takesEmail: isServer, mergeId: null });
  if (userId === null && given.emailKey === null) return { kind: 'nobody' };
  return { kind: 'create', externalId: isServer ? userId : null, takesEmail: true };
}

/** The one whom the visitor's own id means, unless what is said now is of somebody else on the same device. */
function asVisitor({ byAnonymous, userId, emailKey, kind }: Identified): KnownPerson | null {
  if (!byAnonymous) return null;
  if (userId !== null && (byAnonymous.externalId !== null || kind === 'site')) return null;
  const isOther = emailKey !== null && byAnonymous.emailKey !== emailKey;
  return isOther && (byAnonymous.emailKey !== null || kind === 'site') ? null : byAnonymous;
}

function known(person: KnownPerson, rest: Omit<Extract<Identity, { kind: 'known' }>, 'kind' | 'personId'>): Identity {
  return { kind: 'known', personId: person.id, ...rest };
}
