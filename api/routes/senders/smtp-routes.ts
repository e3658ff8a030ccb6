import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Db } from '../../../db/connection.ts';
import { insertInstallationLog } from '../../../db/queries/installation/installation.ts';
import {
  deleteSmtpRoute,
  findSmtpRoute,
  findSmtpRouteForChange,
  insertSmtpRoute,
  listSmtpRoutes,
  updateSmtpRoute,
  type SmtpRouteRow,
  type SmtpRouteValues,
} from '../../../db/queries/senders/smtp-routes.ts';
import { openSecrets, sealSecret } from '../../../db/sealing.ts';
import {
  NewSmtpRoute,
  routePurpose,
  SmtpRoute,
  SmtpRouteAnswer,
  SmtpRouteChange,
} from '../../../domain/delivery/smtp-route.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allowInstallation, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['installation'];
const listRoute = createRoute({
  method: 'get',
  path: '/installation/smtp-routes',
  action: 'installation',
  tags,
  summary: 'Mail servers that mail goes out through; without any it is that of SMTP_URL',
  responses: { 200: json(pageOf(SmtpRoute), 'All routes; there is one page of 500 at most') },
});
const createSmtpRouteRoute = createRoute({
  method: 'post',
  path: '/installation/smtp-routes',
  action: 'installation',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a route; workers use it within some seconds',
  request: { body: jsonBody(NewSmtpRoute) },
  responses: { 201: json(SmtpRoute, 'The new route') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/installation/smtp-routes/{id}',
  action: 'installation',
  versioned: true,
  tags,
  summary: 'Change a route, and let it be tried again at once where it rests',
  request: { params: IdParam, body: jsonBody(SmtpRouteChange) },
  responses: { 200: json(SmtpRoute, 'The route as it is now') },
});
const testRoute = createRoute({
  method: 'post',
  path: '/installation/smtp-routes/{id}/test',
  action: 'installation',
  idempotent: true,
  tags,
  summary: 'Send the caller one mail by this route, whether or not it is used, and say what its server answered',
  request: { params: IdParam },
  responses: { 200: json(SmtpRouteAnswer, 'What it answered, word by word') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/installation/smtp-routes/{id}',
  action: 'installation',
  tags,
  summary: 'Remove a route; what it has begun it finishes',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /installation/smtp-routes: for operators of the installation. */
export function smtpRouteRoutes({ database, keyRing, tryRoute }: ApiDeps) {
  const app = newRouter();
  const sealed = (password: string | null) => password && sealSecret(keyRing, routePurpose, password);
  app.openapi(listRoute, async (c) => {
    allowInstallation(c);
    return c.json({ data: (await listSmtpRoutes(database.db)).map(present), nextCursor: null }, 200);
  });
  app.openapi(createSmtpRouteRoute, async (c) => {
    const { password, ...values } = c.req.valid('json');
    const id = creationId(c);
    const row = await database.db.transaction().execute(async (db) => {
      const before = await findSmtpRoute(db, id);
      if (before) return before;
      if (!(await insertSmtpRoute(db, { ...values, id, passwordSealed: sealed(password) }))) throw taken(values.name);
      await note(c, db, 'route.add', values.name);
      return required(db, id);
    });
    setEtag(c, row.version);
    return c.json(present(row), 201);
  });
  app.openapi(updateRoute, async (c) => {
    const { id } = c.req.valid('param');
    const { password, ...rest } = c.req.valid('json');
    const row = await database.db.transaction().execute(async (db) => {
      const before = await findSmtpRouteForChange(db, id);
      if (!before) throw notFound('route');
      // A password is for the host it was given for: it is not sent to another one.
      if (rest.host !== undefined && rest.host !== before.host && before.passwordSealed && password === undefined)
        throw needsPassword();
      const values = { ...rest, ...(password === undefined ? {} : { passwordSealed: sealed(password) }) };
      if (values.name !== undefined && values.name !== before.name && (await isNamed(db, values.name)))
        throw taken(values.name);
      await requireChanged(db, { before, version: expectedVersion(c) ?? before.version, values });
      const after = await required(db, id);
      await note(c, db, 'route.change', `${before.name}: ${changesOf(before, after, password)}`);
      return after;
    });
    setEtag(c, row.version);
    return c.json(present(row), 200);
  });
  app.openapi(testRoute, async (c) => {
    const { user } = allowInstallation(c);
    const row = await required(database.db, c.req.valid('param').id);
    const { name, host, port, username } = row;
    const password = row.passwordSealed && openSecrets(keyRing, routePurpose, [row.passwordSealed])[0];
    if (password === undefined)
      throw new DomainError(
        'conflict',
        'The password of this route was sealed with a key that is not in SECRET_KEY. Give it again.',
      );
    const access = { host, port, username, password, security: row.security as SmtpRoute['security'] };
    const text = `This mail went out by ${name} (${host}:${port}). ${user?.name ?? 'Somebody'} wanted to see whether it does.\n`;
    const answer = await tryRoute(access, { to: user?.email ?? '', text });
    await note(c, database.db, 'route.test', `${name}: ${answer.isTaken ? 'taken' : 'not taken'}`);
    return c.json(answer, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    await database.db.transaction().execute(async (db) => {
      const { id, name } = await required(db, c.req.valid('param').id);
      await deleteSmtpRoute(db, id);
      await note(c, db, 'route.remove', name);
    });
    return c.body(null, 204);
  });
  return app;
}

async function requireChanged(
  db: Db,
  input: { before: SmtpRouteRow; version: number; values: Partial<SmtpRouteValues> },
): Promise<void> {
  const { before, version, values } = input;
  if (!(await updateSmtpRoute(db, { id: before.id, version, values }))) throw changedMeanwhile();
}

const noted = ['name', 'host', 'port', 'security', 'username', 'weight', 'perSecond', 'perDay', 'isEnabled'] as const;

/** The changes of a route in words; of the password, only that it was changed or removed. */
function changesOf(before: SmtpRouteRow, after: SmtpRouteRow, password: string | null | undefined): string {
  const told = (value: string | number | boolean | null) =>
    value === null || value === '' ? 'none' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  const changes = noted
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field} ${told(before[field])} → ${told(after[field])}`);
  if (password !== undefined) changes.push(password === null ? 'password taken away' : 'another password');
  return changes.join(', ') || 'as it was, and tried again';
}

async function note(c: Context<ApiEnv>, db: Db, action: string, reason: string): Promise<void> {
  const { user } = allowInstallation(c);
  await insertInstallationLog(db, { actor: { id: user?.id ?? null, name: user?.name ?? '' }, action, reason });
}

async function required(db: Db, id: string): Promise<SmtpRouteRow> {
  const row = await findSmtpRoute(db, id);
  if (!row) throw notFound('route');
  return row;
}

const isNamed = async (db: Db, name: string): Promise<boolean> =>
  (await listSmtpRoutes(db)).some((route) => route.name === name);

function needsPassword(): DomainError {
  const message = 'must be given again for another host';
  return new DomainError('invalid', 'Nothing was saved.', [{ path: 'password', code: 'custom', message }]);
}

function taken(name: string): DomainError {
  const message = `There is a route called ${name} already.`;
  return new DomainError('conflict', message, [{ path: 'name', code: 'taken', message }]);
}

function present(row: SmtpRouteRow): z.infer<typeof SmtpRoute> {
  const isResting = row.restedUntil !== null && row.restedUntil.getTime() > Date.now();
  const { id, name, host, port, username, weight, perSecond, perDay, isEnabled, takenToday, version } = row;
  return {
    ...{ id, name, host, port, username, weight, perSecond, perDay, isEnabled, takenToday, version },
    security: row.security as SmtpRoute['security'],
    hasPassword: row.passwordSealed !== null,
    problem: isResting ? row.problem : null,
    restedUntil: isResting ? (row.restedUntil?.toISOString() ?? null) : null,
  };
}
