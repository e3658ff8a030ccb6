import { createServer } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiMetrics } from '../../api/deps.ts';

/** Everything that this process counts; `expose` opens /metrics on a port of its own. */
export interface Metrics {
  api: ApiMetrics;
  /** Messages that reached an end or were put off, by what became of them. */
  countMessages: (status: string, count: number) => void;
  /** Mails that came back, by what they were taken for. */
  countInbound: (kind: string) => void;
  expose: (options: ExposeOptions) => Promise<{ close: () => Promise<void> }>;
}

/** Where to listen, and whose metrics to add: the Temporal SDK has an exporter of its own. */
export interface ExposeOptions {
  host: string;
  port: number;
  alsoFrom?: string;
  /** Why the process does not do its work yet, in a sentence: `/readyz` answers 503 with it. Null or left out: it does. */
  notReady?: () => string | null;
}

/** Makes the metrics of a process. Names end in their unit, labels are few: no ids of tenants, campaigns or people. */
export function createMetrics(processName: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process: processName });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'salescompass_http_request_seconds',
    help: 'Time until a request was answered, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const messages = new Counter({
    name: 'salescompass_messages_total',
    help: 'Messages by what became of them: sent, skipped, failed, deferred, uncertain',
    labelNames: ['status'],
    registers,
  });
  const inbound = new Counter({
    name: 'salescompass_inbound_mails_total',
    help: 'Mails that came back: bounce, complaint, unsubscribe, ignored',
    labelNames: ['kind'],
    registers,
  });
  new Gauge({ name: 'salescompass_up', help: '1 while the process runs', registers }).set(1);
  return {
    api: {
      observeRequest: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    },
    countMessages: (status, count) => messages.inc({ status }, count),
    countInbound: (kind) => inbound.inc({ kind }),
    expose: (options) => expose(registry, options),
  };
}

async function expose(registry: Registry, options: ExposeOptions): Promise<{ close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return void response.writeHead(200).end('ok');
    if (request.url === '/readyz') {
      const reason = options.notReady?.() ?? null;
      return void response.writeHead(reason === null ? 200 : 503).end(reason ?? 'ok');
    }
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    Promise.all([registry.metrics(), textOf(options.alsoFrom)]).then(
      ([own, others]) => response.writeHead(200, { 'content-type': registry.contentType }).end(`${own}\n${others}`),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(url: string | undefined): Promise<string> {
  if (url === undefined) return '';
  return fetch(url).then(
    (response) => response.text(),
    () => '',
  );
}
