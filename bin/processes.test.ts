import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../db/connection.ts';
import { refusePowerfulRole } from './processes.ts';
import { program, type ProgramName } from './programs.ts';

const name = `processes_${randomUUID().replaceAll('-', '')}`;
const login = `login_${randomUUID().slice(0, 8)}`;
const server = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
const ownerUrl = inject('postgresUrl').replace(/\/postgres$/, `/${name}`);
const ownerSql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
const appUrl = (() => {
  const url = new URL(ownerUrl);
  url.username = login;
  url.password = 'it is a "secret", isn\'t it';
  return url.href;
})();

async function run(name: ProgramName, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [await program(name)], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

beforeAll(async () => {
  await server`create database ${server(name)}`;
});
afterAll(async () => {
  await ownerSql.end();
  await server`drop database ${server(name)} with (force)`;
  await server.unsafe(`drop role if exists "${login}"`);
  await server.end();
});

describe('the processes', () => {
  it('migrate twice at once and once more, and give the login its roles', { timeout: 120_000 }, async () => {
    const env = { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl, TEMPORAL_ADDRESS: inject('temporalAddress') };
    const both = await Promise.all([run('migrate', env), run('migrate', env)]);
    expect(
      both.map(({ code }) => code),
      both.map(({ output }) => output).join('\n'),
    ).toEqual([0, 0]);
    const again = await run('migrate', env);
    expect(again.output).toContain('up to date');

    const app = openDatabase({ url: appUrl, role: 'salescompass_app', connections: 1 });
    await refusePowerfulRole(app);
    expect((await sql`select tenant_id from tenants`.execute(app.db)).rows).toEqual([]);
    await app.close();
  });

  it('leave the login without a right of its own: it must take on a role', async () => {
    const bare = openDatabase({ url: appUrl, connections: 1 });
    await expect(sql`select * from public.people`.execute(bare.db)).rejects.toThrow('permission denied');
    await bare.close();
  });

  it.each(['api', 'worker'] as const)(
    '%s does not serve a database that is older than it',
    { timeout: 60_000 },
    async (name) => {
      const [last] = await ownerSql<{ name: string; timestamp: string }[]>`
        delete from schema_migrations where name = (select max(name) from schema_migrations) returning name, timestamp`;
      const { code, output } = await run(name, {
        DATABASE_URL: appUrl,
        TEMPORAL_ADDRESS: '127.0.0.1:1',
        SMTP_URL: 'smtp://127.0.0.1:1025',
        PUBLIC_URL: 'http://localhost:8080',
        SECRET_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      });
      await ownerSql`insert into schema_migrations (name, timestamp) values (${last!.name}, ${last!.timestamp})`;
      expect(code).toBe(1);
      expect(output).toContain(`it lacks the migration ${last!.name}. Run \`npm run migrate\` of this version first`);
    },
  );

  it('refuse a role that gets past row-level security', async () => {
    const owner = openDatabase({ url: ownerUrl, connections: 1 });
    await expect(refusePowerfulRole(owner)).rejects.toThrow('row-level security');
    await owner.close();
  });

  it.each(['api', 'worker', 'migrate'] as const)(
    '%s says all that is wrong with its environment, and ends',
    async (name) => {
      const { code, output } = await run(name, { DATABASE_URL: 'nonsense', LOG_LEVEL: 'loud' });
      expect(code).toBe(1);
      for (const variable of ['DATABASE_URL', 'LOG_LEVEL']) expect(output).toContain(variable);
      expect(output).not.toContain('    at ');
    },
  );

  it('worker says that a port is taken before it takes any work', { timeout: 60_000 }, async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { code, output } = await run('worker', {
      DATABASE_URL: appUrl,
      // Nobody is there: work would be asked for first.
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      SMTP_URL: 'smtp://127.0.0.1:1025',
      PUBLIC_URL: 'http://localhost:8080',
      SECRET_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      INBOUND_SMTP_PORT: String((taken.address() as AddressInfo).port),
    });
    taken.close();
    expect([code, output]).toEqual([1, expect.stringMatching(/^A port is taken: .*EADDRINUSE/m)]);
  });

  it('say that the password is wrong rather than waiting', { timeout: 60_000 }, async () => {
    const url = new URL(ownerUrl);
    url.password = 'wrong';
    const { code, output } = await run('api', {
      DATABASE_URL: url.href,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: 'smtp://127.0.0.1:1025',
      PUBLIC_URL: 'http://localhost:8080',
      SECRET_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    });
    expect(code).toBe(1);
    expect(output).toContain('refused the password');
  });
});
