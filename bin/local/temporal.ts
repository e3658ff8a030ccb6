import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { prepareNamespace } from '../embedded/temporal-namespace.ts';
import { startTemporal, type LocalTemporal } from '../embedded/temporal.ts';
import type { LocalSettings } from './settings.ts';

/** Starts the Temporal server of this installation; workflows live in its file and go on with the next start. */
export async function startLocalTemporal(
  settings: LocalSettings,
  hear: { log: (text: string) => void; note: (text: string) => void },
): Promise<LocalTemporal> {
  const folder = join(settings.dataFolder, 'temporal');
  await mkdir(folder, { recursive: true });
  const { TEMPORAL_PORT: port, TEMPORAL_UI_PORT: consolePort } = settings.ports;
  return startTemporal({ stateFile: join(folder, 'temporal.db'), port, consolePort, ...hear });
}

/** Sets the namespace up; what somebody else's server did not allow is noted. */
export async function prepareTemporal(input: {
  address: string;
  namespace: string;
  ownsServer: boolean;
  note: (text: string) => void;
}): Promise<void> {
  const { address, namespace, ownsServer, note } = input;
  const connection = await Connection.connect({ address, connectTimeout: 10_000 });
  try {
    for (const told of await prepareNamespace(connection, namespace, ownsServer)) note(told);
  } finally {
    await connection.close();
  }
}
