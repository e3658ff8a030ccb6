import { hkdfSync } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';
import type { BetterAuthOptions } from 'better-auth';
import { organization, twoFactor } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { defaultStatements } from 'better-auth/plugins/organization/access';
import { PostgresJSDialect } from 'kysely-postgres-js';
import { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type postgres from 'postgres';
import { v7 as uuidv7 } from 'uuid';
import type { KeyRing } from '../../domain/key-ring.ts';
import { roles, type Role } from '../../domain/policy/roles.ts';
import type { SystemMail } from '../deps.ts';
import type { AuthTables } from './tables.ts';

/** What sign-in is made of. */
export interface AuthOptions {
  /** The origin under which people reach it. */
  publicUrl: string;
  keyRing: KeyRing;
  sendSystemMail: (mail: SystemMail) => Promise<void>;
  /** Hears of failures inside the library; without it they are silent. */
  log?: Pick<Logger, 'error'>;
  /** Attempts to sign in that one address may make in a minute. */
  signInsPerMinute?: number;
}

/** Names the cookies, the same with and without TLS but for the `__Secure-` in front. */
export const cookiePrefix = 'salescompass';

/** How long (seconds) an account takes no second factor after ten wrong ones. */
export const lockSeconds = 900;

/** The header in which `authRoutes` tells the library the caller's address; whatever a caller sends in it is overwritten. */
export const addressHeader = 'x-salescompass-client';

/** The plain Kysely (no camel case: the library's columns are camelCase) on a client of the role salescompass_auth. */
export function authKysely(client: postgres.Sql<{ bigint: number }>): Kysely<AuthTables> {
  return new Kysely<AuthTables>({ dialect: new PostgresJSDialect({ postgres: client }) }).withSchema('auth');
}

/** The secret that signs cookies and encrypts TOTP secrets, one per key of the ring. */
export function authSecrets(ring: KeyRing): { version: number; value: string }[] {
  return ring.keys.map(({ id, key }) => ({
    version: id,
    value: Buffer.from(hkdfSync('sha256', key, '', 'sign-in', 48)).toString('base64url'),
  }));
}

/** Where people may come from: the public origin, and on one's own machine its other names. */
export function trustedOrigins(publicUrl: string): string[] {
  const { origin, hostname, port, protocol } = new URL(publicUrl);
  if (!['localhost', '127.0.0.1'].includes(hostname)) return [origin];
  return ['localhost', '127.0.0.1'].map((host) => `${protocol}//${host}${port ? `:${port}` : ''}`);
}

// The library's own endpoints for organisations and keys are not exposed (see routes.ts); it asks these rights of server calls.
const statements = { ...defaultStatements, apiKey: ['create', 'read', 'update', 'delete'] } as const;
const access = createAccessControl(statements);
const nobody = access.newRole({ apiKey: [] });
const organizationRoles = Object.fromEntries(
  roles.map((role) => [
    role,
    role === 'admin' ? access.newRole({ ...statements, apiKey: [...statements.apiKey] }) : nobody,
  ]),
) as Record<Role, typeof nobody>;

/** better-auth as we use it: e-mail and password, organisations (an organisation's id is the tenant's), API keys, TOTP. */
export function betterAuthOptions(db: Kysely<AuthTables>, options: AuthOptions) {
  const { publicUrl, sendSystemMail } = options;
  return {
    appName: 'SalesCompass Marketing',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secrets: authSecrets(options.keyRing),
    database: { db, type: 'postgres', schemaName: 'auth' },
    trustedOrigins: trustedOrigins(publicUrl),
    telemetry: { enabled: false },
    logger: options.log
      ? {
          level: 'error',
          // As `err`: of what the database says of a failure the log takes addresses out there.
          log: (_level, message, ...details: unknown[]) => {
            const err = details.find((detail) => detail instanceof Error);
            options.log?.error(err ? { err } : {}, message);
          },
        }
      : { disabled: true },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => uuidv7() },
    },
    user: {
      additionalFields: {
        installationOperator: { type: 'boolean', required: true, defaultValue: false, input: false },
      },
    },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    emailAndPassword: {
      enabled: true,
      // People come by invitation or are made by an admin.
      disableSignUp: true,
      // As the pages say.
      minPasswordLength: 12,
      resetPasswordTokenExpiresIn: 3600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        await sendSystemMail({
          to: user.email,
          subject: 'Set a new password',
          text:
            `Hello ${user.name},\n\nsomebody asked for a new password for your account. Set it here within an hour:\n\n` +
            `${publicUrl}/reset-password?token=${token}\n\nIf that was not you, do nothing: your password stays as it is.\n`,
        });
      },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/email': { window: 60, max: options.signInsPerMinute ?? 20 },
        '/two-factor/*': { window: 60, max: options.signInsPerMinute ?? 20 },
        '/request-password-reset': { window: 300, max: options.signInsPerMinute ?? 5 },
        '/reset-password': { window: 300, max: options.signInsPerMinute ?? 20 },
      },
    },
    plugins: [
      organization({
        ac: access,
        roles: organizationRoles,
        creatorRole: 'admin',
        allowUserToCreateOrganization: false,
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: 'sck_',
        requireName: true,
        maximumNameLength: 100,
        enableMetadata: true,
        rateLimit: { enabled: false },
        keyExpiration: { defaultExpiresIn: null, minExpiresIn: 1 / 24, maxExpiresIn: 730 },
      }),
      twoFactor({ issuer: 'SalesCompass', accountLockout: { durationSeconds: lockSeconds } }),
    ],
  } satisfies BetterAuthOptions;
}
