import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { searchAttributeTypes } from '../../domain/search-attributes.ts';
import { StartProblem } from './start-problem.ts';
import { findTemporal } from './temporal-program.ts';

/** A Temporal server of our own on loopback with its web console. */
export interface LocalTemporal {
  pid: number;
  address: string;
  consoleUrl: string | null;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/** Where its state lives (none: in memory), its ports (no `consolePort`: headless), a sink for its log and for what takes long. */
export interface LocalTemporalOptions {
  stateFile?: string;
  port: number;
  consolePort?: number;
  log?: (line: string) => void;
  note?: (text: string) => void;
}

/** Starts a development server, in a session of its own, and resolves when its port answers. */
export async function startTemporal(options: LocalTemporalOptions): Promise<LocalTemporal> {
  const program = await findTemporal(options.note);
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
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (!(await answers(options.port, isOver))) {
    child.kill('SIGKILL');
    const words = tail.trim().split('\n').at(-1) ?? '';
    throw new StartProblem(
      `Temporal did not start on port ${options.port}: ${words}`,
      'See temporal.log, choose other ports (TEMPORAL_PORT, TEMPORAL_UI_PORT), or set TEMPORAL_ADDRESS to a server of your own.',
    );
  }
  return {
    pid: child.pid!,
    address: `127.0.0.1:${options.port}`,
    consoleUrl: options.consolePort ? `http://127.0.0.1:${options.consolePort}` : null,
    ended,
    stop: async () => {
      if (!isOver()) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Whether the port answers within half a minute, or before `isOver`. */
async function answers(port: number, isOver: () => boolean): Promise<boolean> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && !isOver()) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
