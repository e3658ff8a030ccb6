import { rm } from 'node:fs/promises';
import { freePort } from '../bin/embedded/port.ts';
import { createProgress } from '../bin/local/progress.ts';
import { readLocalSettings, type LocalSettings } from '../bin/local/settings.ts';
import { startStack, type LocalStack } from '../bin/local/stack.ts';
import { scratchFolder } from './scratch.ts';

/** A whole installation of a test's own: everything that `npm start` starts, on free ports, in a folder that goes with it. */
export interface TestStack extends LocalStack {
  settings: LocalSettings;
  /** Every line that a person would have seen. */
  lines: string[];
}

const portNames = [
  'PORT',
  'POSTGRES_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'MAILBOX_PORT',
  'MAILBOX_SMTP_PORT',
  'INBOUND_SMTP_PORT',
  'API_METRICS_PORT',
  'WORKER_METRICS_PORT',
];

/** The environment for a local installation on free ports in `dataFolder`. */
export async function localEnvironment(dataFolder: string): Promise<Record<string, string>> {
  const ports: Record<string, string> = {};
  for (const name of portNames) ports[name] = String(await freePort());
  return { DATA_DIR: dataFolder, ...ports };
}

/**
 * Starts one, with `given` over what its environment says: parts that run already. `stop` stops everything that it started and
 * removes its data. Takes 10 to 60 s: share one over a test file.
 */
export async function startTestStack(given: Record<string, string> = {}): Promise<TestStack> {
  const dataFolder = await scratchFolder('stack');
  const settings = readLocalSettings({ ...(await localEnvironment(dataFolder)), ...given });
  const lines: string[] = [];
  const stack = await startStack(
    settings,
    createProgress((line) => void lines.push(line)),
  );
  return {
    ...stack,
    settings,
    lines,
    stop: async () => {
      await stack.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
