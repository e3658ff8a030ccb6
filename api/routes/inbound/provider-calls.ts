import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { mayPass } from '../../../db/connection-loss.ts';
import { withTenant } from '../../../db/connection.ts';
import { sealMail } from '../../../db/kept-mail.ts';
import {
  findHookByToken,
  findHookKey,
  markHookRefused,
  markHookTaken,
} from '../../../db/queries/inbound/provider-hooks.ts';
import {
  recordProviderEvent,
  setEventApart,
  type ProviderContext,
} from '../../../db/queries/inbound/provider-events.ts';
import { isFirstEvent } from '../../../db/queries/engagement/reactions.ts';
import { openSecrets } from '../../../db/sealing.ts';
import {
  providerKeyPurpose,
  providerWords,
  refusalAdvice,
  refusalWords,
  type Provider,
  type Refusal,
} from '../../../domain/inbound/providers/provider.ts';
import type { ApiDeps } from '../../deps.ts';
import { hashOfToken } from './hook-token.ts';
import type { VerifiedCall } from './proof.ts';
import { verifyCall } from './verify.ts';
import { newPublicRouter } from '../../public-router.ts';

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
  // Sealed with a key that has left the ring, it is to be put in again.
  const [key] = openSecrets(deps.keyRing, providerKeyPurpose, [found.keySealed]);
  if (key === undefined) return { refused: 'no_key' };
  return verifyCall(hook.provider, key, { call, sns: deps });
}

type Events = Extract<VerifiedCall, { events: unknown }>;

/** Events of a call, whose they are, and the token that may be used once, where it is not spent yet. */
interface Part {
  about: ProviderContext;
  events: Events['events'];
  once: string | undefined;
}

/**
 * Records the events in batches; a token that may be used once is spent in the transaction of the first. Of a batch that the database
 * refuses each is recorded by itself, and set apart with the reason where it cannot be: asked for again it would be refused again, with all
 * that came in its call. What can be neither recorded nor kept fails the call, after the others, so that the provider calls again.
 */
async function record(deps: ApiDeps, hook: Hook, { events, once }: Events): Promise<number | 'replayed'> {
  const about = contextOf(deps, hook);
  const failures: unknown[] = [];
  let recorded = 0;
  for (let at = 0; at === 0 || at < events.length; at += batch) {
    const part = { about, events: events.slice(at, at + batch), once: at === 0 ? once : undefined };
    const done = await recordPart(deps, hook, part).catch((error: unknown) => {
      if (mayPass(error)) throw error;
      return recordEach(deps, hook, { part, failures });
    });
    if (done === 'replayed') return done;
    recorded += done;
  }
  if (failures.length > 0) throw failures[0];
  return recorded;
}

/** Records a part of a call whole, or nothing of it. */
function recordPart({ database }: ApiDeps, { tenantId, id }: Hook, { about, events, once }: Part) {
  return withTenant(database.db, tenantId, async (db): Promise<number | 'replayed'> => {
    if (once !== undefined && !(await isFirstEvent(db, `hook/${once}`))) return 'replayed';
    let count = 0;
    for (const event of events) if (await recordProviderEvent(db, about, event)) count += 1;
    await markHookTaken(db, { id, events: events.length });
    return count;
  });
}

/** Records the events of a refused part one by one, and sets those apart that made it fail. */
async function recordEach(
  deps: ApiDeps,
  hook: Hook,
  { part, failures }: { part: Part; failures: unknown[] },
): Promise<number | 'replayed'> {
  let recorded = 0;
  for (const [at, event] of part.events.entries()) {
    const alone = { ...part, events: [event], once: at === 0 ? part.once : undefined };
    try {
      const done = await recordPart(deps, hook, alone).catch((error: unknown) =>
        setApart(deps, hook, { alone, error }),
      );
      if (done === 'replayed') return done;
      recorded += done;
    } catch (failure) {
      if (mayPass(failure)) throw failure;
      failures.push(failure);
    }
  }
  return recorded;
}

/** Keeps the one event of a part with why it could not be recorded. */
async function setApart(
  { database, log }: ApiDeps,
  { tenantId, id, provider }: Hook,
  { alone: { about, events, once }, error }: { alone: Part; error: unknown },
): Promise<number | 'replayed'> {
  if (mayPass(error)) throw error;
  const kept = await withTenant(database.db, tenantId, async (db) => {
    if (once !== undefined && !(await isFirstEvent(db, `hook/${once}`))) return 'replayed';
    for (const event of events) await setEventApart(db, about, { event, error });
    await markHookTaken(db, { id, events: events.length });
    return 0;
  });
  const said = 'what a provider said could not be recorded and was set apart';
  log.error({ tenant: tenantId, hook: id, provider, err: error }, said);
  return kept;
}

function contextOf({ keyRing }: ApiDeps, { tenantId, provider }: Hook): ProviderContext {
  return {
    ...{ tenantId, ring: keyRing, providerName: providerWords[provider].name },
    seal: (text: string) => sealMail(keyRing, Buffer.from(text)),
  };
}
