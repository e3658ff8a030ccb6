import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteMailbox,
  findMailbox,
  findMailboxPassword,
  insertMailbox,
  listMailboxes,
  updateMailbox,
} from '../../../db/queries/inbound/mailboxes.ts';
import { openSecrets, sealSecret } from '../../../db/sealing.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import {
  Mailbox,
  MailboxChange,
  MailboxInput,
  mailboxProblemWords,
  mailboxPurpose,
  refuseMailbox,
  type MailboxProblem,
} from '../../../domain/inbound/mailbox.ts';
import { inbox, inboxStart } from '../../../workflows/inbound/inbox.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['inbound'];
const Box = Mailbox.openapi('Mailbox');
const listRoute = createRoute({
  method: 'get',
  path: '/mailboxes',
  action: 'settings.read',
  tags,
  summary: 'The mailboxes that are checked for what came back, by name',
  request: {},
  responses: { 200: json(pageOf(Box), 'All of them; there is one page') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/mailboxes',
  action: 'settings.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Check a mailbox from now on; nothing in it is changed. Its password is never shown',
  request: { body: jsonBody(MailboxInput) },
  responses: { 201: json(Box, 'The mailbox') },
});
const testRoute = createRoute({
  method: 'post',
  path: '/mailboxes/test',
  action: 'settings.write',
  tags,
  summary:
    'Sign in to a mailbox and open its folder; nothing is kept. With `id` the password of that one is taken where none is given',
  request: {
    body: jsonBody(MailboxInput.extend({ password: MailboxInput.shape.password.optional(), id: Id.optional() })),
  },
  responses: {
    200: json(z.object({ ok: z.boolean(), mails: z.int().nullable(), problem: z.string().nullable() }), 'How it went'),
  },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/mailboxes/{id}',
  action: 'settings.write',
  versioned: true,
  tags,
  summary: 'Change a mailbox, pause it or resume it; it is checked soon',
  request: { params: IdParam, body: jsonBody(MailboxChange) },
  responses: { 200: json(Box, 'The mailbox as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/mailboxes/{id}',
  action: 'settings.write',
  tags,
  summary: 'Stop checking a mailbox; what came from it stays',
  request: { params: IdParam },
  responses: { 204: { description: 'It is removed' } },
});

/** /mailboxes: where mail that comes back is looked for. */
export function mailboxRoutes({ database, keyRing, temporal, testMailbox }: ApiDeps) {
  const app = newRouter();
  const seal = (password: string) => sealSecret(keyRing, mailboxPurpose, password);

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    return c.json({ data: await withTenant(database.db, tenantId, listMailboxes), nextCursor: null }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const id = creationId(c);
    const { password, ...input } = c.req.valid('json');
    check(input);
    const mailbox = await withTenant(database.db, actor.tenantId, async (db) => {
      const known = await findMailbox(db, id);
      if (known) return known;
      await insertMailbox(db, { ...input, id, passwordSealed: seal(password) });
      await insertAudit(db, actor, { action: 'mailbox.add', entityKind: 'mailbox', entityId: id, after: input });
      return required(db, id);
    });
    await wake(actor.tenantId);
    setEtag(c, mailbox.version);
    return c.json(mailbox, 201);
  });
  app.openapi(testRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id, password, ...input } = c.req.valid('json');
    check(input);
    const kept = id && !password ? await withTenant(database.db, actor.tenantId, (db) => findKept(db, id)) : null;
    if (kept && kept.host !== input.host) throw needsPassword();
    if (!password && !kept) throw invalid({ path: 'password', message: 'is missing' });
    const known = password ?? openSecrets(keyRing, mailboxPurpose, [kept!.passwordSealed])[0];
    if (known === undefined) return c.json({ ok: false, mails: null, problem: mailboxProblemWords.no_password }, 200);
    try {
      const { mails } = await testMailbox({ ...input, password: known });
      return c.json({ ok: true, mails, problem: null }, 200);
    } catch (error) {
      const { problem } = error as { problem?: MailboxProblem };
      if (problem === undefined) throw error;
      return c.json({ ok: false, mails: null, problem: mailboxProblemWords[problem] }, 200);
    }
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const { password, ...change } = c.req.valid('json');
    const version = expectedVersion(c);
    const mailbox = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      check({ ...before, ...change });
      if (change.host !== undefined && change.host !== before.host && password === undefined) throw needsPassword();
      const sealed = password === undefined ? {} : { passwordSealed: seal(password) };
      if (!(await updateMailbox(db, { id, version, change: { ...change, ...sealed } }))) throw changedMeanwhile();
      const audited = { action: 'mailbox.edit', entityKind: 'mailbox', entityId: id };
      const after = await required(db, id);
      await insertAudit(db, actor, { ...audited, before: written(before), after: written(after) });
      return after;
    });
    await wake(actor.tenantId);
    setEtag(c, mailbox.version);
    return c.json(mailbox, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      await deleteMailbox(db, id);
      await insertAudit(db, actor, {
        action: 'mailbox.remove',
        entityKind: 'mailbox',
        entityId: id,
        before: written(before),
      });
    });
    return c.body(null, 204);
  });
  return app;

  /** It is looked into soon. Where Temporal is away, housekeeping finds it later. */
  async function wake(tenantId: string): Promise<void> {
    await temporal.workflow.signalWithStart(inbox, inboxStart({ tenantId })).catch(() => {});
  }
}

async function required(db: TenantDb, id: string): Promise<Mailbox> {
  const mailbox = await findMailbox(db, id);
  if (!mailbox) throw notFound('mailbox');
  return mailbox;
}

/** Where a mailbox is, and its password as it is kept. */
async function findKept(db: TenantDb, id: string): Promise<{ host: string; passwordSealed: string }> {
  const { host } = await required(db, id);
  const passwordSealed = await findMailboxPassword(db, id);
  if (passwordSealed === undefined) throw notFound('mailbox');
  return { host, passwordSealed };
}

/** The fields of a mailbox that people edit, without those that reading it fills in. */
function written({ name, host, port, security, username, folder, status }: Mailbox) {
  return { name, host, port, security, username, folder, status };
}

function check(input: Pick<MailboxInput, 'host' | 'security'>): void {
  const refused = refuseMailbox(input);
  if (refused) throw invalid(refused);
}

/** A password is for the host it was given for: it is not sent to another one, neither to look into it nor to try it. */
function needsPassword(): DomainError {
  return invalid({ path: 'password', message: 'must be given again for another host' });
}

function invalid({ path, message }: { path: string; message: string }): DomainError {
  return new DomainError('invalid', 'The mailbox cannot be reached like this. Nothing was saved.', [
    { path, code: 'custom', message },
  ]);
}
