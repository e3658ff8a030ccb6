import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Writable } from 'node:stream';
import { StartProblem } from '../embedded/start-problem.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A process of the platform that is started again when it dies. */
export interface Child {
  name: string;
  pid: () => number | undefined;
  /** Asks it to finish what it is doing and to end; after `seconds` it is killed. */
  stop: (seconds: number) => Promise<void>;
}

/** What node is to run, with which variables, where its output goes, and who hears of its deaths. */
export interface ChildOptions {
  name: string;
  /** A built program, or a source after what lets node read one. */
  args: string[];
  env: Record<string, string>;
  log: Writable;
  logFile: string;
  /** It does one thing and ends; ending is not a death. */
  isTask?: boolean;
  onRestart: (text: string) => void;
  onPid?: (name: string, pid: number | undefined) => void;
}

/**
 * Starts a process and resolves when it says that it is ready (an IPC message `ready`). When it dies later it is started again,
 * after a pause that grows with the number of deaths in a row. It has a session of its own, so that Ctrl-C reaches only us,
 * and it ends by itself when we are gone: its channel to us closes.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  let current: ChildProcess;
  let isStopping = false;
  let deaths = 0;

  const launch = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const startedAt = Date.now();
      let tail = '';
      let isReady = false;
      const child = spawn(process.execPath, options.args, {
        cwd: root,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...options.env },
      });
      current = child;
      options.onPid?.(options.name, child.pid);
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          tail = (tail + text).slice(-2000);
          options.log.write(text);
        });
      }
      child.on('message', (message) => {
        if (message !== 'ready') return;
        isReady = true;
        resolve();
      });
      child.once('exit', (code, signal) => {
        options.onPid?.(options.name, undefined);
        if (isStopping || (options.isTask && code === 0)) return resolve();
        if (!isReady && deaths === 0) {
          return reject(
            new StartProblem(
              `The ${options.name} did not start: ${lastLine(tail)}`,
              `Its log says more: ${options.logFile}`,
            ),
          );
        }
        deaths = Date.now() - startedAt > 60_000 ? 1 : deaths + 1;
        const pause = Math.min(500 * 2 ** (deaths - 1), 15_000);
        options.onRestart(
          `the ${options.name} ended (${signal ?? `code ${code}`}); starting it again in ${pause / 1000} s`,
        );
        setTimeout(() => {
          if (!isStopping) void launch().catch(() => {});
        }, pause);
      });
    });

  await launch();
  return {
    name: options.name,
    pid: () => current.pid,
    stop: async (seconds) => {
      isStopping = true;
      if (current.exitCode !== null || current.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => current.once('exit', () => resolve()));
      current.kill('SIGTERM');
      const timer = setTimeout(() => current.kill('SIGKILL'), seconds * 1000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** What it died of: its last error, else the last thing that it said that is not a line of a stack trace. */
function lastLine(tail: string): string {
  const lines = tail.split('\n').filter((line) => /[a-z]{3}/i.test(line) && !/^\s+at |^Node\.js v/.test(line));
  const error = lines.filter((line) => /^\s*(\w*Error\b|\[\w+_\w+\])/.test(line)).at(-1);
  return (error ?? lines.at(-1))?.trim() ?? 'it said nothing';
}
