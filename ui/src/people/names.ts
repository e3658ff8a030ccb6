/** The parts of a person that name them. */
export interface Named {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  externalId?: string | null;
}

/** What a person is called: the name, else the address, else the id another system gave. */
export function nameOf(person: Named): string {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ');
  return name || person.email || person.externalId || 'Without a name';
}
