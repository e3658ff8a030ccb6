import type { Role } from '../../domain/policy/roles.ts';

/** The password of every demo sign-in. They exist on installations that `npm start` made, which listen on loopback only. */
export const demoPassword = 'salescompass-demo';

/** Somebody to sign in as on a demo installation. */
export interface DemoPerson {
  email: string;
  name: string;
  role: Role;
}

/** The same on every installation, so that making the demo twice makes it once. */
export const exampleTenantId = '01970000-0000-7000-8000-00000000000a';
/** The tenant without data. */
export const emptyTenantId = '01970000-0000-7000-8000-00000000000b';

const cast: { role: Role; name: string }[] = [
  { role: 'admin', name: 'Ada Moreau' },
  { role: 'manager', name: 'Mina Okafor' },
  { role: 'approver', name: 'Paul Lindqvist' },
  { role: 'analyst', name: 'Noor Haddad' },
  { role: 'operator', name: 'Otis Brandt' },
];

/** The people of the example tenant, which has a history, and of the second one, which is empty. */
export const demoPeople: Record<'example' | 'empty', DemoPerson[]> = {
  example: cast.map(({ role, name }) => ({ role, name, email: `${role}@northwind.demo` })),
  empty: cast.map(({ role, name }) => ({ role, name, email: `${role}@blank.demo` })),
};

/** Who runs the installation and belongs to no tenant. */
export const demoOperator = { email: 'installation@salescompass.demo', name: 'Iris Vega' };

/** Everybody, with what they are good for, as printed at the start. */
export const demoSignIns = [
  ...demoPeople.example.map(({ email, role }) => ({
    email,
    what: `${role} of Northwind Traders, the example with a history`,
  })),
  ...demoPeople.empty.map(({ email, role }) => ({
    email,
    what: `${role} of Blank Slate, an organisation without data`,
  })),
  { email: demoOperator.email, what: "operator of the installation: sees Temporal's console links" },
];
