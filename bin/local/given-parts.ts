import { connect } from 'node:net';
import { StartProblem } from '../embedded/start-problem.ts';
import { requireDatabase } from './database.ts';
import type { LocalSettings } from './settings.ts';

/** Throws a problem where something that was given instead of an embedded part does not answer, before anything is started. */
export async function requireGivenParts(settings: LocalSettings): Promise<void> {
  const { databaseUrl, temporalAddress, smtpUrl } = settings;
  if (databaseUrl) await requireDatabase(databaseUrl);
  if (temporalAddress) await requireTemporal(temporalAddress);
  if (smtpUrl) await requireMailServer(smtpUrl);
}

async function requireTemporal(address: string): Promise<void> {
  // Loaded where it is needed: it is most of what is read before one is told what keeps an installation from starting.
  const { Connection } = await import('@temporalio/client');
  try {
    await (await Connection.connect({ address, connectTimeout: 10_000 })).close();
  } catch {
    throw new StartProblem(
      `No Temporal server answers at ${address}.`,
      'Start it, mend TEMPORAL_ADDRESS, or leave TEMPORAL_ADDRESS out to use a server of our own.',
    );
  }
}

async function requireMailServer(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) {
    throw new StartProblem(
      'SMTP_URL is not the address of a mail server.',
      'Write it as smtp://user:password@host:587.',
    );
  }
  const { hostname, port, protocol } = new URL(url);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || (protocol === 'smtps:' ? 465 : 25)), timeout: 8000 });
    const fail = (): void => {
      socket.destroy();
      reject(
        new StartProblem(
          `No mail server answers at ${hostname}:${port}.`,
          'Mend SMTP_URL, or leave it out to use the local mailbox.',
        ),
      );
    };
    socket
      .once('connect', () => (socket.destroy(), resolve()))
      .once('error', fail)
      .once('timeout', fail);
  });
}
