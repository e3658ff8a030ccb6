import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { openDatabase, type Database } from '../../db/connection.ts';
import { isReturnPathHost } from '../../db/queries/senders/return-path-hosts.ts';
import { startInboundReceiver, type InboundReceiver } from '../../mail/inbound/receiver.ts';
import type { WorkerEnvironment } from '../env.ts';
import { createInboundRecorder } from './inbound-recorder.ts';
import type { Metrics } from '../observability/metrics.ts';

/** What the receiver of this process is made of. */
export interface InboundParts {
  env: Pick<
    WorkerEnvironment,
    | 'INBOUND_HOST'
    | 'INBOUND_SMTP_PORT'
    | 'INBOUND_TLS_CERT_FILE'
    | 'INBOUND_TLS_KEY_FILE'
    | 'BOUNCE_DOMAIN'
    | 'SECRET_KEY'
  >;
  database: Database;
  directory: Database;
  log: Logger;
  metrics: Pick<Metrics, 'countInbound'>;
}

/** Opens the pool that mails are recorded with: each of them asks the same questions. */
export function openInboundDatabase(url: string): Database {
  const role = 'salescompass_app';
  return openDatabase({ url, role, connections: 8, name: 'salescompass-inbound', prepares: true });
}

/** Listens for what comes back to our own addresses: bounces, complaints, requests to unsubscribe. */
export async function startInbound({ env, database, directory, log, metrics }: InboundParts): Promise<InboundReceiver> {
  return startInboundReceiver({
    host: env.INBOUND_HOST,
    port: env.INBOUND_SMTP_PORT,
    domain: env.BOUNCE_DOMAIN,
    isReturnPath: (host) => isReturnPathHost(directory.db, host),
    ring: env.SECRET_KEY,
    tls: await certificateOf(env),
    onMail: createInboundRecorder({
      ...{ database, directory, log, ring: env.SECRET_KEY },
      onReport: metrics.countInbound,
    }),
    onError: (error) => log.warn({ err: error }, 'inbound mail'),
  });
}

async function certificateOf(env: InboundParts['env']): Promise<{ cert: string; key: string } | undefined> {
  const { INBOUND_TLS_CERT_FILE: certFile, INBOUND_TLS_KEY_FILE: keyFile } = env;
  if (!certFile || !keyFile) return undefined;
  const [cert, key] = await Promise.all([certFile, keyFile].map((file) => readFile(file, 'utf8')));
  return { cert: cert!, key: key! };
}
