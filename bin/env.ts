import { z } from 'zod';
import { speakPlainly } from '../domain/input-words.ts';
import { parseKeyRing } from '../domain/key-ring.ts';
import { mostImagesBytes } from '../domain/templates/image-file.ts';

/** The environment is not as a process needs it; the message names every variable that is missing or wrong. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const port = z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65535);
const url = (what: string, ...schemes: string[]) =>
  z
    .string({ error: `is missing: ${what}` })
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
      `must be ${what}, beginning with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    );
const emptyIsAbsent = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);
const list = (pattern: RegExp, problem: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().regex(pattern, problem)));
const originOf = (text: string): string => text.replace(/\/+$/, '');

const database = { DATABASE_URL: url('the address of the database', 'postgres:', 'postgresql:') };
const log = { LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info') };

const temporalAddress = z
  .string({ error: 'is missing: host:port of the Temporal server' })
  .regex(/^[^\s/]+:\d+$/, 'must be host:port');
const temporal = {
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Temporal Cloud and servers behind mTLS; each alone or none. */
  TEMPORAL_API_KEY: emptyIsAbsent(z.string().optional()),
  TEMPORAL_TLS_CERT_FILE: emptyIsAbsent(z.string().optional()),
  TEMPORAL_TLS_KEY_FILE: emptyIsAbsent(z.string().optional()),
};

/** Names a certificate that comes without its key, or a key without its certificate: whoever gave one wants TLS, and must not go without. */
const wholePairs = <T extends z.ZodObject>(schema: T) =>
  schema.superRefine((env, context) => {
    for (const name of ['TEMPORAL_TLS', 'INBOUND_TLS']) {
      const [certificate, key] = [`${name}_CERT_FILE`, `${name}_KEY_FILE`];
      if (Boolean(env[certificate]) === Boolean(env[key])) continue;
      const [given, missing] = env[key] ? [key, certificate] : [certificate, key];
      context.addIssue({ code: 'custom', path: [missing], message: `is missing: ${given} is given, and needs it` });
    }
  });

/** What the API and the worker both read. */
const shared = {
  ...database,
  ...log,
  TEMPORAL_ADDRESS: temporalAddress,
  ...temporal,
  SMTP_URL: url('the mail server', 'smtp:', 'smtps:'),
  PUBLIC_URL: url('the address under which people reach the platform', 'http:', 'https:').transform(originOf),
  SECRET_KEY: z.string({ error: 'is missing: `npm run secret` makes one' }).transform((text, context) => {
    try {
      return parseKeyRing(text);
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: `is wrong: ${error instanceof Error ? error.message : String(error)}`,
      });
      return z.NEVER;
    }
  }),
  /** Lets webhooks and mailboxes lead to this machine itself, for trying things out; anything else inside stays closed. */
  WEBHOOKS_ALLOW_LOOPBACK: z.enum(['true', 'false']).default('false'),
  /** Lets routes to mail servers lead to this machine itself, for trying things out. */
  SMTP_ROUTES_ALLOW_LOOPBACK: z.enum(['true', 'false']).default('false'),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** The domain of return paths and unsubscribe addresses, whose mail reaches INBOUND_SMTP_PORT. */
  BOUNCE_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a domain')
    .default('bounces.localhost'),
  /** Who is asked about the DNS of sending domains and receivers (address or address:port, with commas); the system's resolvers otherwise. */
  DNS_SERVERS: list(
    /^(\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?|[0-9a-f:]+)$/i,
    'must be IP addresses of resolvers',
  ),
  /** The domain whose SPF record names the machines that deliver the mail, for senders to include. */
  SPF_INCLUDE: emptyIsAbsent(
    z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9_.-]+$/, 'must be a domain')
      .optional(),
  ),
  /** The IP addresses that the mail is delivered from, with commas. */
  SENDING_IPS: list(/^[0-9a-f.:]+$/i, 'must be IP addresses'),
  /** Whether nothing is sent from a domain that DNS does not show to be the sender's; by default where PUBLIC_URL is a name that the world knows. */
  SENDER_CHECKS: emptyIsAbsent(z.enum(['required', 'advised']).optional()),
  /** Mail of the product itself (password resets) comes from here. */
  SYSTEM_MAIL_FROM: z.string().default('SalesCompass <no-reply@salescompass.localhost>'),
  OTEL_EXPORTER_OTLP_ENDPOINT: emptyIsAbsent(url('the OpenTelemetry collector', 'http:', 'https:').optional()),
};

/** `npm run api` */
export const ApiEnvironment = wholePairs(
  z.object({
    ...shared,
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(8080),
    METRICS_PORT: port.default(9464),
    /** Temporal's web console, for installation operators; without it there are no links. */
    CONSOLE_URL: emptyIsAbsent(url("Temporal's web console", 'http:', 'https:').transform(originOf).optional()),
    TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
    IMAGES_MB: z.coerce
      .number()
      .int()
      .min(1)
      .default(mostImagesBytes / 1024 / 1024),
    RATE_PER_SECOND: z.coerce.number().positive().default(50),
    RATE_BURST: z.coerce.number().positive().default(200),
    DATABASE_CONNECTIONS: z.coerce.number().int().min(1).default(10),
  }),
);
/** What the API's process is told. */
export type ApiEnvironment = z.infer<typeof ApiEnvironment>;

/** `npm run worker` */
export const WorkerEnvironment = wholePairs(
  z.object({
    ...shared,
    METRICS_PORT: port.default(9465),
    /** Which kinds of work this process does, so that each can be scaled on its own: some of main, sending, bulk, inbound. */
    WORKER_ROLES: z
      .string()
      .default('main,sending,bulk,inbound')
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(['main', 'sending', 'bulk', 'inbound'])).min(1)),
    /** Names this build for Temporal's worker deployments; without it the worker takes every workflow. */
    WORKER_BUILD_ID: emptyIsAbsent(z.string().optional()),
    INBOUND_HOST: z.string().default('127.0.0.1'),
    INBOUND_SMTP_PORT: port.default(2525),
    /** Certificate and key for STARTTLS where mail comes back; without them it is not offered. */
    INBOUND_TLS_CERT_FILE: emptyIsAbsent(z.string().optional()),
    INBOUND_TLS_KEY_FILE: emptyIsAbsent(z.string().optional()),
    /** Connections to the mail server (to each of the routes) that this process holds at most. */
    SMTP_CONNECTIONS: z.coerce.number().int().min(1).max(200).default(8),
    DATABASE_CONNECTIONS: z.coerce.number().int().min(1).default(16),
  }),
);
/** What the worker's process is told. */
export type WorkerEnvironment = z.infer<typeof WorkerEnvironment>;

/** `npm run migrate`: here DATABASE_URL is a login that owns the database. */
export const MigrateEnvironment = wholePairs(
  z.object({
    ...database,
    ...log,
    /** The login that API and worker will use: it is made, or given this password, and the roles that it takes on. */
    APP_DATABASE_URL: emptyIsAbsent(url('the login of API and worker', 'postgres:', 'postgresql:').optional()),
    /** Where Temporal's search attributes are registered; without it that is left to an operator. */
    TEMPORAL_ADDRESS: emptyIsAbsent(temporalAddress.optional()),
    ...temporal,
  }),
);
/** What the migration's process is told. */
export type MigrateEnvironment = z.infer<typeof MigrateEnvironment>;

/** Reads the environment by a schema. Throws an `EnvironmentError` that names all that is wrong at once. */
export function readEnv<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): z.infer<T> {
  speakPlainly();
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new EnvironmentError(`The environment is not as it should be:\n${[...new Set(problems)].join('\n')}`);
}
