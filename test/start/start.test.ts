import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { demoOperator, demoPassword, demoSignIns } from '../../bin/demo/people.ts';
import { scratchFolder } from '../scratch.ts';
import { localEnvironment } from '../stack.ts';

/** `npm start` as a person runs it, without npm: its output, and how it ended. */
interface Run {
  child: ChildProcess;
  output: () => string;
  ready: Promise<void>;
  ended: Promise<number | null>;
}

const children = new Set<ChildProcess>();

function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/start.ts'], {
    env: { ...process.env, NODE_ENV: '', DATABASE_URL: '', TEMPORAL_ADDRESS: '', SMTP_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Ready after')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
  ready.catch(() => {});
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, output: () => output, ready, ended };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function signIn(url: string, email: string): Promise<number> {
  const body = JSON.stringify({ email, password: demoPassword });
  const headers = { 'content-type': 'application/json', origin: url };
  return (await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', body, headers })).status;
}

describe('npm start', () => {
  let folder: string;
  let env: Record<string, string>;
  let url: string;

  beforeAll(async () => {
    folder = await scratchFolder('start');
    env = await localEnvironment(folder);
    url = `http://localhost:${env.PORT}`;
  });
  // A try that fails leaves nothing running: the next one would be refused on the same data.
  afterEach(async () => {
    for (const child of children) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  // Servers outlive who started them; after a failure nobody else would stop them.
  afterAll(async () => {
    const left = await processes().catch(() => ({}));
    for (const { pid } of Object.values(left).filter(({ pid }) => isAlive(pid))) process.kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('comes up from nothing and tells where everything is', { timeout: 180_000 }, async () => {
    const run = start(env);
    await run.ready;
    for (const place of [url, `http://localhost:${env.MAILBOX_PORT}`, env.TEMPORAL_UI_PORT!])
      expect(run.output()).toContain(place);
    for (const { email } of demoSignIns) expect(run.output()).toContain(email);

    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready' });
    expect(await (await fetch(url)).text()).toContain('<html');
    expect(await answers(`${url}/api/v1/openapi.json`)).toBe(true);
    expect(await answers(`http://localhost:${env.MAILBOX_PORT}/api/messages`)).toBe(true);
    expect(await answers(`http://localhost:${env.TEMPORAL_UI_PORT}/`)).toBe(true);
    const metrics = await (await fetch(`http://localhost:${env.WORKER_METRICS_PORT}/metrics`)).text();
    expect(await answers(`http://localhost:${env.WORKER_METRICS_PORT}/readyz`)).toBe(true);
    expect(metrics).toContain('salescompass_up');
    expect(metrics).toContain('temporal_');
    for (const { email } of demoSignIns) expect(await signIn(url, email), email).toBe(200);
    expect(await signIn(url, `not-${demoOperator.email}`)).not.toBe(200);

    // From the first page on the planner knows how much there is of the example.
    expect(await countNeverAnalyzed()).toBe(0);

    // The hardest way to end: the next start has to clear up what this one leaves behind.
    run.child.kill('SIGKILL');
    await run.ended;
  });

  it(
    'goes on after it was killed, refuses a second one on the same data, revives what dies, and stops with nothing left',
    { timeout: 180_000 },
    async () => {
      const run = start(env);
      await run.ready;
      expect(run.output()).toContain('up to date');
      expect(run.output()).toContain('there already');

      const second = start(env);
      expect(await second.ended).toBe(1);
      expect(second.output()).toContain('Another `npm start`');

      // A process that dies is started again.
      const api = (await processes()).api!.pid;
      process.kill(api, 'SIGKILL');
      await expect.poll(() => answers(`${url}/healthz`), { timeout: 30_000, interval: 200 }).toBe(true);
      expect(run.output()).toContain('the api ended');

      const pids = Object.values(await processes()).map(({ pid }) => pid);
      expect(pids).toHaveLength(5);
      // As a service manager stops it; a Ctrl-C while it stops changes nothing. A signal that nobody takes would end it with no code.
      run.child.kill('SIGTERM');
      run.child.kill('SIGINT');
      expect(await run.ended).toBe(0);
      expect([...pids, api].filter(isAlive)).toEqual([]);
    },
  );

  async function countNeverAnalyzed(): Promise<number> {
    const password = await readFile(join(folder, 'postgres', 'password'), 'utf8');
    const url = `postgres://salescompass_owner:${password}@127.0.0.1:${env.POSTGRES_PORT}/salescompass`;
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int from pg_class where relname in ('people', 'messages', 'nurture_members') and reltuples < 1`;
    await sql.end();
    return row!.count;
  }

  async function processes(): Promise<Record<string, { pid: number }>> {
    return (JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RunFile).processes;
  }
});

interface RunFile {
  processes: Record<string, { pid: number }>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start says in a sentence what keeps it from starting, and leaves nothing running', () => {
  let folder: string;
  let env: Record<string, string>;
  let squatter: Server;

  beforeAll(async () => {
    folder = await scratchFolder('start');
    env = await localEnvironment(folder);
    squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
  });
  afterAll(async () => {
    squatter.close();
    await rm(folder, { recursive: true, force: true });
  });

  const taken = (): string => String((squatter.address() as { port: number }).port);
  const wrongPassword = (): string => {
    const url = new URL(inject('postgresUrl'));
    url.password = 'wrong';
    return url.href;
  };

  it.each([
    ['a taken port', () => ({ MAILBOX_PORT: taken() }), /Port \d+ \(for the mailbox\) is taken/, /MAILBOX_PORT=/],
    ['a wrong database password', () => ({ DATABASE_URL: wrongPassword() }), /refused the login/, /DATABASE_URL/],
    [
      'no database there',
      () => ({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }),
      /No database answers/,
      /DATABASE_URL/,
    ],
    [
      'no Temporal there',
      () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
      /No Temporal server answers/,
      /TEMPORAL_ADDRESS/,
    ],
    ['no mail server there', () => ({ SMTP_URL: 'smtp://127.0.0.1:1' }), /No mail server answers/, /SMTP_URL/],
    [
      'a folder that cannot be',
      () => ({ DATA_DIR: join(process.cwd(), 'package.json', 'data') }),
      /cannot be written/,
      /DATA_DIR/,
    ],
    ['a port that is none', () => ({ PORT: 'eighty' }), /PORT must be a port number/, /PORT/],
  ] as const)('%s', { timeout: 60_000 }, async (_, own, message, mend) => {
    const run = start({ ...env, ...own() });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(message);
    expect(run.output()).toMatch(mend);
    expect(run.output()).not.toContain('    at ');
    await expect(readFile(join(folder, 'run.json'))).rejects.toThrow('ENOENT');
    expect(await answers(`http://127.0.0.1:${env.MAILBOX_PORT}/healthz`)).toBe(false);
  });
});
