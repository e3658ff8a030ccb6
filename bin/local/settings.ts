import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StartProblem } from '../embedded/start-problem.ts';
import { readEnv } from '../env.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const port = (standard: number) =>
  z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65535).default(standard);
const absent = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

const StartEnvironment = z.object({
  /** Each of these three, when given, replaces the part of the same kind that would be started here. */
  DATABASE_URL: absent,
  TEMPORAL_ADDRESS: absent,
  SMTP_URL: absent,
  TEMPORAL_NAMESPACE: z.string().default('default'),
  CONSOLE_URL: absent,
  DATA_DIR: z.string().default('.data'),
  PORT: port(8080),
  POSTGRES_PORT: port(5433),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  MAILBOX_PORT: port(8025),
  MAILBOX_SMTP_PORT: port(1025),
  INBOUND_SMTP_PORT: port(2525),
  API_METRICS_PORT: port(9464),
  WORKER_METRICS_PORT: port(9465),
  LOG_LEVEL: z.string().default('info'),
});

/** What `npm start` goes by. */
export interface LocalSettings {
  dataFolder: string;
  databaseUrl?: string;
  temporalAddress?: string;
  temporalNamespace: string;
  consoleUrl?: string;
  smtpUrl?: string;
  logLevel: string;
  ports: Record<PortName, number>;
}

/** The ports of a local installation, by the variable that chooses them. */
export type PortName =
  | 'PORT'
  | 'POSTGRES_PORT'
  | 'TEMPORAL_PORT'
  | 'TEMPORAL_UI_PORT'
  | 'MAILBOX_PORT'
  | 'MAILBOX_SMTP_PORT'
  | 'INBOUND_SMTP_PORT'
  | 'API_METRICS_PORT'
  | 'WORKER_METRICS_PORT';

/** Reads the environment of `npm start`; every variable has a default. */
export function readLocalSettings(env: NodeJS.ProcessEnv = process.env): LocalSettings {
  const { DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL, TEMPORAL_NAMESPACE, CONSOLE_URL, DATA_DIR, LOG_LEVEL, ...ports } =
    readEnv(StartEnvironment, env);
  return {
    dataFolder: isAbsolute(DATA_DIR) ? DATA_DIR : join(root, DATA_DIR),
    databaseUrl: DATABASE_URL,
    temporalAddress: TEMPORAL_ADDRESS,
    temporalNamespace: TEMPORAL_NAMESPACE,
    consoleUrl: CONSOLE_URL,
    smtpUrl: SMTP_URL,
    logLevel: LOG_LEVEL,
    ports,
  };
}

const purposes: Record<PortName, string> = {
  PORT: 'the platform',
  POSTGRES_PORT: 'Postgres',
  TEMPORAL_PORT: 'Temporal',
  TEMPORAL_UI_PORT: "Temporal's web console",
  MAILBOX_PORT: 'the mailbox',
  MAILBOX_SMTP_PORT: "the mailbox's SMTP",
  INBOUND_SMTP_PORT: 'mail that comes back',
  API_METRICS_PORT: "the API's metrics",
  WORKER_METRICS_PORT: "the worker's metrics",
};

/** Throws a problem that names every port that is needed here and taken by somebody else. */
export async function requireFreePorts(settings: LocalSettings): Promise<void> {
  const embedded = {
    POSTGRES_PORT: !settings.databaseUrl,
    TEMPORAL_PORT: !settings.temporalAddress,
    TEMPORAL_UI_PORT: !settings.temporalAddress,
    MAILBOX_PORT: !settings.smtpUrl,
    MAILBOX_SMTP_PORT: !settings.smtpUrl,
  };
  const needed = (Object.keys(purposes) as PortName[]).filter(
    (name) => (embedded as Partial<Record<PortName, boolean>>)[name] ?? true,
  );
  const taken: PortName[] = [];
  for (const name of needed) if (await answers(settings.ports[name])) taken.push(name);
  if (taken.length === 0) return;
  const list = taken.map((name) => `${settings.ports[name]} (for ${purposes[name]})`).join(', ');
  const example = taken.map((name) => `${name}=${settings.ports[name] + 100}`).join(' ');
  throw new StartProblem(
    `${taken.length === 1 ? 'Port' : 'Ports'} ${list} ${taken.length === 1 ? 'is' : 'are'} taken by another program.`,
    `Stop that program, or choose others: ${example} npm start`,
  );
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
