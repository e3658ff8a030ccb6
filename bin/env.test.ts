import { describe, expect, it } from 'vitest';
import { ApiEnvironment, EnvironmentError, MigrateEnvironment, readEnv, WorkerEnvironment } from './env.ts';

const complete = {
  DATABASE_URL: 'postgres://app:secret@db:5432/salescompass',
  TEMPORAL_ADDRESS: 'temporal:7233',
  SMTP_URL: 'smtp://mail:1025',
  PUBLIC_URL: 'https://marketing.example.com/',
  SECRET_KEY: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};

describe('the environment of a process', () => {
  it('is read, with defaults for what need not be said', () => {
    const env = readEnv(ApiEnvironment, complete);
    expect(env).toMatchObject({
      PORT: 8080,
      TEMPORAL_NAMESPACE: 'default',
      PUBLIC_URL: 'https://marketing.example.com',
      LOG_LEVEL: 'info',
    });
    expect(env.SECRET_KEY.current.id).toBe(1);
  });

  it('names everything that is missing or wrong in one go, and shows no secret', () => {
    const wrong = {
      ...complete,
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      SECRET_KEY: 'hunter2',
      SMTP_URL: undefined,
      PORT: 'http',
    };
    const error = catchError(() => readEnv(ApiEnvironment, wrong));
    expect(error).toBeInstanceOf(EnvironmentError);
    for (const name of ['DATABASE_URL', 'SECRET_KEY', 'SMTP_URL', 'PORT']) expect(error.message).toContain(name);
    expect(error.message).not.toContain('hunter2');
  });

  it('takes an empty variable, as compose files write it, for one that is not there', () => {
    expect(
      readEnv(ApiEnvironment, { ...complete, CONSOLE_URL: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' }).CONSOLE_URL,
    ).toBeUndefined();
    expect(
      readEnv(MigrateEnvironment, { DATABASE_URL: complete.DATABASE_URL, APP_DATABASE_URL: '' }).APP_DATABASE_URL,
    ).toBeUndefined();
  });

  it('takes no certificate without its key, and no key without its certificate', () => {
    const half = { ...complete, TEMPORAL_TLS_CERT_FILE: '/c.pem' };
    for (const schema of [ApiEnvironment, WorkerEnvironment, MigrateEnvironment])
      expect(catchError(() => readEnv(schema, half)).message).toContain('TEMPORAL_TLS_KEY_FILE is missing');
    const inbound = { ...complete, INBOUND_TLS_KEY_FILE: '/k.pem' };
    expect(catchError(() => readEnv(WorkerEnvironment, inbound)).message).toContain('INBOUND_TLS_CERT_FILE is missing');
    expect(readEnv(WorkerEnvironment, { ...inbound, INBOUND_TLS_CERT_FILE: '/c.pem' }).INBOUND_TLS_KEY_FILE).toBe(
      '/k.pem',
    );
  });

  it('lets a worker do some kinds of work only', () => {
    expect(readEnv(WorkerEnvironment, { ...complete, WORKER_ROLES: 'sending, bulk' }).WORKER_ROLES).toEqual([
      'sending',
      'bulk',
    ]);
    expect(catchError(() => readEnv(WorkerEnvironment, { ...complete, WORKER_ROLES: 'postman' })).message).toContain(
      'WORKER_ROLES',
    );
  });
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
