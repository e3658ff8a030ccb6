import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { createApp } from '../api/app.ts';
import type { TestDatabase } from './database.ts';

type App = ReturnType<typeof createApp>;

/** Changing routes that nothing is seen of in a log, and why. Whatever is not named here has to be seen leaving an entry by some test. */
const untold: Record<string, string> = {
  ...because('it only reads, for what does not fit into an address', [
    'POST /api/v1/attribution/settings/preview',
    'POST /api/v1/campaigns/{id}/broadcasts/{broadcastId}/preview',
    'POST /api/v1/campaigns/{id}/message/preview',
    'POST /api/v1/experiments/plan',
    'POST /api/v1/imports/preview',
    'POST /api/v1/mailboxes/test',
    'POST /api/v1/retention/preview',
    'POST /api/v1/scores/batch',
    'POST /api/v1/segments/explain',
    'POST /api/v1/segments/preview',
    'POST /api/v1/segments/{id}/explain',
    'POST /api/v1/templates/import',
    'POST /api/v1/templates/render',
    'POST /api/v1/templates/{id}/render',
  ]),
  ...because('it asks DNS, and changes nothing that anybody has set', ['POST /api/v1/sending-domains/{id}/check']),
  ...because('what somebody has read is their own affair', ['POST /api/v1/notifications/read']),
  ...because('it goes on with what the entry of its rule speaks of', ['POST /api/v1/inbound-rules/{id}/apply']),
  ...because('it leaves one, and no test of the API has anything that is under way for it to end', [
    'POST /api/v1/campaigns/{id}/experiments/{experimentId}/stop',
    'POST /api/v1/campaigns/{id}/intakes/{intakeId}/cancel',
    'POST /api/v1/exports/{id}/cancel',
    'POST /api/v1/imports/{id}/cancel',
  ]),
  ...because('it leaves what it leaves for one, or for the campaign, which are tried', [
    'POST /api/v1/next-actions/accept',
    'POST /api/v1/campaigns/{id}/broadcasts/{broadcastId}/uncertain/decide',
  ]),
};

/** Where it is noted in a run of all tests which routes there are and which were seen leaving an entry; bin/test.ts names it. */
const file = process.env.TRACES_FILE;
const seen = new Set<string>();
const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Notes of each changing route that is called well whether it left an entry in the log of its tenant or of the installation. */
export function noteTraces(app: App, database: TestDatabase): void {
  if (!file) return;
  const plain = app.request;
  let routes: ReturnType<typeof changingRoutes> | null = null;
  const count = async (): Promise<{ audit: number; installation: number }> => {
    const [row] = await database.owner.sql<{ audit: number; installation: number }[]>`
      select (select count(*) from audit_log) as audit, (select count(*) from installation_log) as installation`;
    return row ?? { audit: 0, installation: 0 };
  };
  app.request = async (input, init, ...rest) => {
    const method = init?.method ?? 'GET';
    if (!changing.has(method) || typeof input !== 'string') return plain(input, init, ...rest);
    const path = input.split('?')[0] ?? '';
    routes ??= changingRoutes(app);
    const name = routes.find((route) => route.method === method && route.pattern.test(path))?.name;
    if (name === undefined || seen.has(name)) return plain(input, init, ...rest);
    const before = await count();
    const answer = await plain(input, init, ...rest);
    if (!answer.ok) return answer;
    const after = await count();
    if (after.audit > before.audit || after.installation > before.installation) note('left', name);
    return answer;
  };
}

/** Notes which routes have to be seen: those of the document that change something for somebody who is signed in. */
export function noteRoutes(operations: readonly { name: string; method: string; action: string | undefined }[]): void {
  for (const { name, method, action } of operations)
    if (changing.has(method) && action !== 'public' && action !== 'writeKey') note('wanted', name);
}

/** What is wrong after a run of all tests, a sentence each. */
export function forgottenTraces(noted: string): string[] {
  if (!existsSync(noted)) return [];
  const lines = new Set(readFileSync(noted, 'utf8').split('\n'));
  const wanted = [...lines].filter((line) => line.startsWith('wanted ')).map((line) => line.slice('wanted '.length));
  const left = (name: string) => lines.has(`left ${name}`);
  return [
    ...wanted
      .filter((name) => !left(name) && untold[name] === undefined)
      .map(
        (name) =>
          `${name}: no test saw it leave an entry in the audit log. Have it write one, or say in test/traces.ts why not.`,
      ),
    ...Object.keys(untold)
      .filter((name) => wanted.length > 0 && !wanted.includes(name))
      .map((name) => `${name}: test/traces.ts names it, and there is no such route any more.`),
  ];
}

function because(reason: string, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}

function note(kind: 'wanted' | 'left', name: string): void {
  if (kind === 'left') seen.add(name);
  // One write: several processes add to it.
  if (file) appendFileSync(file, `${kind} ${name}\n`);
}

/** The changing routes of the API by what their paths look like, those with fewer parameters first. */
function changingRoutes(app: App) {
  return app.routes
    .filter(({ method, path }) => changing.has(method) && path.startsWith('/api/v1/') && !path.includes('*'))
    .map(({ method, path }) => ({
      method,
      name: `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
      pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
      parameters: path.split(':').length,
    }))
    .sort((one, other) => one.parameters - other.parameters);
}
