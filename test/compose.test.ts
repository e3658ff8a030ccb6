import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ApiEnvironment, MigrateEnvironment, readEnv, WorkerEnvironment } from '../bin/env.ts';
import { programs } from '../bin/programs.ts';

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const dockerfile = readFileSync('Dockerfile', 'utf8');
const { services } = compose;
const secret = `k1:${Buffer.alloc(32, 1).toString('base64')}`;

/** The variables as compose fills them in from an .env file that holds only what must be there. */
function environmentOf(name: string): Record<string, string> {
  const given: Record<string, string> = { SECRET_KEY: secret };
  const fill = (text: string): string =>
    text.replace(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_, variable: string, kind: string, rest: string) => given[variable] ?? (kind === '-' ? rest : ''),
    );
  return Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, fill(String(value))]),
  );
}

/** Everything a schema knows, and what it does not. */
function unknownTo(schema: { shape: object }, name: string): string[] {
  return Object.keys(services[name]?.environment ?? {}).filter((variable) => !(variable in schema.shape));
}

describe('docker-compose.yml', () => {
  it('has every part of an installation', () => {
    expect(Object.keys(services).sort()).toEqual(
      [
        'api',
        'inbound',
        'mailbox',
        'migrate',
        'postgres',
        'temporal',
        'temporal-console',
        'temporal-postgres',
        'worker',
      ].sort(),
    );
  });

  it.each([
    ['api', ApiEnvironment],
    ['worker', WorkerEnvironment],
    ['inbound', WorkerEnvironment],
    ['migrate', MigrateEnvironment],
  ] as const)('gives %s variables that it reads and accepts, and no others', (name, schema) => {
    expect(unknownTo(schema, name)).toEqual([]);
    expect(() => readEnv(schema, environmentOf(name))).not.toThrow();
  });

  it('refuses to start without a secret of its own', () => {
    expect(String(services.api?.environment?.SECRET_KEY)).toContain(':?');
  });

  it('publishes what the processes listen on, and on loopback only', () => {
    const published = Object.entries(services).flatMap(([name, service]) =>
      (service.ports ?? []).map((port) => ({ name, parts: port.split(':') })),
    );
    for (const { parts } of published) expect(parts[0]).toBe('127.0.0.1');
    const inner = Object.fromEntries(published.map(({ name, parts }) => [name, Number(parts[2])]));
    expect(inner.api).toBe(readEnv(ApiEnvironment, environmentOf('api')).PORT);
    expect(inner.inbound).toBe(readEnv(WorkerEnvironment, environmentOf('inbound')).INBOUND_SMTP_PORT);
    expect(inner.mailbox).toBe(Number(services.mailbox?.environment?.MAILBOX_PORT));
  });

  it('reaches other services by their names and the ports that they listen on', () => {
    const env = environmentOf('worker');
    const hosts = [new URL(env.DATABASE_URL!).host, env.TEMPORAL_ADDRESS!, new URL(env.SMTP_URL!).host];
    expect(hosts).toEqual(['postgres:5432', 'temporal:7233', 'mailbox:1025']);
    for (const host of hosts) expect(services).toHaveProperty(host.split(':')[0]!);
    expect(services.mailbox?.environment?.MAILBOX_SMTP_PORT).toBe(1025);
  });

  it('checks the health of everything that stays up, on the port that answers', () => {
    for (const [name, service] of Object.entries(services)) {
      if (name === 'migrate' || name === 'temporal-console') continue;
      expect(service.healthcheck?.test, name).toBeDefined();
    }
    for (const name of ['worker', 'inbound', 'api', 'mailbox']) {
      const port = /127\.0\.0\.1:(\d+)\/(?:healthz|readyz)'/.exec(services[name]!.healthcheck!.test.join(' '))?.[1];
      const { PORT, METRICS_PORT, MAILBOX_PORT } = services[name]!.environment!;
      expect([PORT, METRICS_PORT, MAILBOX_PORT].map(String)).toContain(port);
    }
  });

  it('starts nothing before what it needs, and keeps volumes by name', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const needed of Object.keys(service.depends_on ?? {}))
        expect(services, `${name} needs ${needed}`).toHaveProperty(needed);
    }
    expect(services.api?.depends_on?.migrate?.condition).toBe('service_completed_successfully');
    expect(services.worker?.depends_on?.migrate?.condition).toBe('service_completed_successfully');
    expect(Object.keys(compose.volumes)).toEqual(['postgres', 'temporal-postgres', 'mailbox']);
  });

  it('leaves the worker free to be scaled: it publishes no port and has no name of its own', () => {
    expect(services.worker?.ports).toBeUndefined();
    expect(services.worker).not.toHaveProperty('container_name');
  });
});

describe('Dockerfile', () => {
  it('runs as an ordinary user, and node itself hears the signal', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^CMD \["node"/m);
  });

  it('copies every layer beside which a process finds something, and what is built', () => {
    for (const layer of [
      'domain',
      'db',
      'mail',
      'models',
      'workflows',
      'activities',
      'api',
      'bin',
      'dist',
      '.cache/programs',
    ]) {
      expect(dockerfile).toContain(`COPY --from=build /app/${layer} ./${layer}`);
    }
  });

  it('runs files that are there', async () => {
    const files = Object.values(services).flatMap(
      (service) => service.command?.filter((word) => word.endsWith('.js')) ?? [],
    );
    expect(new Set(files).size).toBe(4);
    for (const file of new Set(files)) {
      expect(file).toMatch(/^dist\/programs\//);
      expect(existsSync(join(await programs(), basename(file))), file).toBe(true);
    }
  });
});
