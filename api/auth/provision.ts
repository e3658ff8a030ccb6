import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertStartingTypes } from '../../db/queries/campaigns/types.ts';
import { insertTenant } from '../../db/queries/tenants/tenants.ts';
import type { Role } from '../../domain/policy/roles.ts';
import type { Auth } from './auth.ts';
import type { AuthTables } from './tables.ts';

/** What provisioning needs; ApiDeps has it. */
export interface Provisioning {
  database: Database;
  auth: Auth;
}

/** A person to be made. Without a password they cannot sign in before they have set one by mail. */
export interface NewUser {
  email: string;
  name: string;
  password?: string;
  installationOperator?: boolean;
}

/** A tenant to be made together with its first admin (who may exist already). `id`: made before, to be repeatable. */
export interface NewTenant {
  id?: string;
  name: string;
  adminEmail: string;
  adminName: string;
  adminPassword?: string;
  timeZone?: string;
  currency?: string;
  postalAddress?: string;
  isExample?: boolean;
}

/** Makes a tenant, its organisation and its first admin. */
export async function createTenant(
  deps: Provisioning,
  input: NewTenant,
): Promise<{ tenantId: string; adminId: string }> {
  const tenantId = input.id ?? uuidv7();
  const { name, timeZone, currency, postalAddress, isExample } = input;
  await withTenant(deps.database.db, tenantId, async (db) => {
    await insertTenant(db, { tenantId, name, timeZone, currency, postalAddress, isExample });
    await insertStartingTypes(db);
  });
  await deps.auth.db
    .insertInto('organization')
    .values({ id: tenantId, name, slug: tenantId, createdAt: new Date() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const admin = await createUser(deps, {
    email: input.adminEmail,
    name: input.adminName,
    password: input.adminPassword,
  });
  await addMember(deps, { tenantId, userId: admin.id, role: 'admin' });
  return { tenantId, adminId: admin.id };
}

/** Makes a person, or finds the one who has this e-mail address already (and leaves name and password as they are). */
export async function createUser({ auth }: Provisioning, input: NewUser): Promise<{ id: string; isNew: boolean }> {
  const email = input.email.trim().toLowerCase();
  const { internalAdapter, password } = await auth.library.$context;
  const known = await internalAdapter.findUserByEmail(email);
  const fields = { email, name: input.name, emailVerified: true, installationOperator: false };
  const user = known?.user ?? (await internalAdapter.createUser(fields, { method: 'admin' }));
  if (!known && input.password !== undefined) {
    const hash = await password.hash(input.password);
    await internalAdapter.createAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: hash,
    });
  }
  if (input.installationOperator) await setInstallationOperator(auth, user.id, true);
  return { id: user.id, isNew: !known };
}

/** A person's place in a tenant. */
export interface NewMember {
  tenantId: string;
  userId: string;
  role: Role;
}

/** Gives a person a role in a tenant, without an audit entry, for seeding and tests. */
export async function addMember({ auth }: Pick<Provisioning, 'auth'>, input: NewMember): Promise<void> {
  await insertMember(auth.db, input);
}

/** Gives a person a role in a tenant; one who has a role there keeps it, and false is returned. */
export async function insertMember(db: Kysely<AuthTables>, { tenantId, userId, role }: NewMember): Promise<boolean> {
  const added = await db
    .insertInto('member')
    .values({ id: uuidv7(), organizationId: tenantId, userId, role, createdAt: new Date() })
    .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/** Makes somebody an operator of the whole installation, or takes that away. */
export async function setInstallationOperator(auth: Auth, userId: string, isOperator: boolean): Promise<void> {
  await auth.db
    .updateTable('user')
    .set({ installationOperator: isOperator, updatedAt: new Date() })
    .where('id', '=', userId)
    .execute();
}

/** An API key to be made in a tenant by one of its admins; `expiresInSeconds` at least an hour, none: no end. */
export interface NewKey {
  tenantId: string;
  name: string;
  role: Role;
  createdBy: string;
  expiresInSeconds?: number;
}

/** Makes an API key without an audit entry, for seeding and tests; `key` is shown here and never again. */
export async function createKey(
  { auth }: Pick<Provisioning, 'auth'>,
  input: NewKey,
): Promise<{ id: string; key: string }> {
  return createKeyWith(auth.library, input);
}

/** Makes an API key through the library given (which may stand in a transaction). */
export async function createKeyWith(library: Auth['library'], input: NewKey) {
  const made = await library.api.createApiKey({
    body: {
      organizationId: input.tenantId,
      userId: input.createdBy,
      name: input.name,
      expiresIn: input.expiresInSeconds,
      metadata: { role: input.role, createdBy: input.createdBy },
    },
  });
  return { id: made.id, key: made.key, start: made.start, expiresAt: made.expiresAt, createdAt: made.createdAt };
}

/** A token with which a person sets their (first) password; works once and for `hours`. */
export async function createPasswordToken(
  { auth }: Pick<Provisioning, 'auth'>,
  userId: string,
  hours: number,
): Promise<string> {
  const token = randomUUID().replaceAll('-', '');
  const { internalAdapter } = await auth.library.$context;
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: userId,
    expiresAt: new Date(Date.now() + hours * 3_600_000),
  });
  return token;
}
