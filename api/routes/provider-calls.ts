import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { withTenant } from '../../db/connection.ts';
import { sealMail } from '../../db/kept-mail.ts';
import { findHookByToken, findHookKey, markHookRefused, markHookTaken } from '../../db/queries/provider-hooks.ts';
import { recordProviderEvent } from '../../db/queries/provider-events.ts';
import { isFirstEvent } from '../../db/queries/reactions.ts';
import { openSecret } from '../../db/sealing.ts';
import {
  providerKeyPurpose,
  providerWords,
  refusalAdvice,
  refusalWords,
  type Provider,
  type Refusal,
} from '../../domain/inbound/providers/provider.ts';
import type { ApiDeps } from '../deps.ts';
import { hashOfToken } from '../inbound/hook-token.ts';
import type { VerifiedCall } from '../inbound/proof.ts';
import { verifyCall } from '../inbound/verify.ts';
import { newPublicRouter } from '../public-router.ts';

/** A provider's batch is smaller than this (SendGrid: 768 kB). */
const mostBytes = 1024 * 1024;

/** Events in one transaction. */
const batch = 50;

/** How a refusal is answered; Mailgun takes 406 for "do not try again". */
const statuses: Record<Refusal, ContentfulStatusCode> = {
  no_key: 503,
  unreadable: 400,
  forged: 403,
  old: 403,
  wrong_topic: 403,
  replayed: 406,
  no_certificate: 503,
};

interface Hook {
  tenantId: string;
  id: string;
  provider: Provider;
}

/**
 * POST /hooks/{provider}/{token}: what providers say of our mail. Whoever has the address still proves who they are by the provider's own
 * way; the same event again changes nothing.
 */
export function providerCallRoutes(deps: ApiDeps) {
  const app = newPublicRouter('/hooks/*', { perSecond: 100, burst: 1000 });
  app.post(
    '/hooks/:provider/:token',
    bodyLimit({ maxSize: mostBytes, onError: (c) => c.json({ error: 'too large' }, 413) }),
    async (c) => {
      const found = await findHookByToken(deps.directory.db, hashOfToken(c.req.param('token')));
      if (!found || found.provider !== c.req.param('provider'))
        return c.json({ error: 'there is no such address' }, 404);
      const hook: Hook = { tenantId: found.tenantId, id: found.id, provider: found.provider as Provider };
      const call = { body: await c.req.text(), header: (name: string) => c.req.header(name), nowMs: Date.now() };
      const verified = await verify(deps, hook, call);
      if ('refused' in verified) return refuse(verified.refused);
      if ('confirm' in verified) {
        await deps.fetchText(verified.confirm);
        return c.json({ confirmed: true }, 200);
      }
      const recorded = await record(deps, hook, verified);
      return recorded === 'replayed' ? refuse('replayed') : c.json({ events: verified.events.length, recorded }, 200);

      async function refuse(why: Refusal) {
        await withTenant(deps.database.db, hook.tenantId, (db) => markHookRefused(db, { id: hook.id, why }));
        const message = `The call was refused: ${refusalWords[why]}. ${refusalAdvice[why]}`;
        return c.json({ error: why, message }, statuses[why]);
      }
    },
  );
  return app;
}

async function verify(
  deps: ApiDeps,
  hook: Hook,
  call: { body: string; header: (name: string) => string | undefined; nowMs: number },
): Promise<VerifiedCall> {
  const found = await withTenant(deps.database.db, hook.tenantId, (db) => findHookKey(db, hook.id));
  if (!found?.keySealed) return { refused: 'no_key' };
  const key = openSecret(deps.keyRing, providerKeyPurpose, found.keySealed);
  return verifyCall(hook.provider, key, { call, sns: deps });
}

/** Records the events in batches; a token that may be used once is spent in the transaction of the first. */
async function record(
  { database, keyRing }: ApiDeps,
  { tenantId, id, provider }: Hook,
  { events, once }: Extract<VerifiedCall, { events: unknown }>,
): Promise<number | 'replayed'> {
  const about = {
    ...{ tenantId, ring: keyRing, providerName: providerWords[provider].name },
    seal: (text: string) => sealMail(keyRing, Buffer.from(text)),
  };
  let recorded = 0;
  for (let at = 0; at === 0 || at < events.length; at += batch) {
    const part = events.slice(at, at + batch);
    const done = await withTenant(database.db, tenantId, async (db) => {
      if (at === 0 && once !== undefined && !(await isFirstEvent(db, `hook/${once}`))) return 'replayed';
      let count = 0;
      for (const event of part) if (await recordProviderEvent(db, about, event)) count += 1;
      await markHookTaken(db, { id, events: part.length });
      return count;
    });
    if (done === 'replayed') return done;
    recorded += done;
  }
  return recorded;
}
