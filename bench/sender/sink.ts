import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SinkBehaviour, SinkMail, SinkReport } from './sink-server.ts';

/** A sink that runs in a process of its own and ends with the one that started it. */
export interface RunningSink {
  /** `smtp://127.0.0.1:port` */
  url: string;
  /** Where the counters are: GET /report, /ids, /times and /mail, POST /behaviour and /reset. */
  httpUrl: string;
  report(): Promise<SinkReport & { cpuSeconds: number }>;
  ids(): Promise<string[]>;
  /** When MAIL FROM of each message was read (milliseconds of Date.now), by message id. */
  times(): Promise<Record<string, number>>;
  /** What was accepted while mail is kept (`keepsMail`). */
  mail(): Promise<SinkMail[]>;
  behave(behaviour: SinkBehaviour): Promise<void>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a sink on a free port, or on the one given. */
export async function startSink(behaviour: SinkBehaviour = {}, port = 0): Promise<RunningSink> {
  const script = fileURLToPath(new URL('./sink-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(behaviour), String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The sink did not start'))),
  ])) as [string];
  const ports = JSON.parse(line) as { smtpPort: number; httpPort: number };
  const httpUrl = `http://127.0.0.1:${ports.httpPort}`;
  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return (await (await fetch(httpUrl + path, init)).json()) as T;
  };
  return {
    url: `smtp://127.0.0.1:${ports.smtpPort}`,
    httpUrl,
    report: () => ask('/report'),
    ids: () => ask('/ids'),
    times: () => ask('/times'),
    mail: () => ask('/mail'),
    behave: async (next) => void (await ask('/behaviour', next)),
    reset: async () => void (await ask('/reset', {})),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
