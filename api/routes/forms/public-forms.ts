import { bodyLimit } from 'hono/body-limit';
import type { Context } from 'hono';
import { v7 as uuidv7 } from 'uuid';
import { withTenant } from '../../../db/connection.ts';
import { findFormByToken, type PublicFormRow } from '../../../db/queries/forms/forms.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { leastMs, mostMs, readSubmission, trapName } from '../../../domain/forms/submission.ts';
import type { ApiDeps } from '../../deps.ts';
import { newStamp, readStamp, tenantOfForm } from './form-token.ts';
import { takeForm } from './submit.ts';
import { formPage } from '../../pages/form.ts';
import { messagePage } from '../../pages/message.ts';
import { newPublicRouter, readForm } from '../../public-router.ts';
import type { ApiEnv } from '../../router.ts';
import { createEngagementWaker } from '../../wake-engagement.ts';
import { wakeSignUpsOf } from '../sign-ups/wake.ts';

interface Opened {
  tenantId: string;
  from: string;
  form: PublicFormRow;
}

const noForm = { title: 'This form is not open', text: 'It may have been closed. Please write to us instead.' };

/**
 * A form at its public address, by itself or within a page of the tenant's. It knows nobody: no cookie, no sign-in, so there is nothing
 * that another page could misuse by sending it. What programs send is told by an input that people do not see, and by the time that
 * filling it in takes; each page that was shown is taken once.
 */
export function publicFormRoutes(deps: ApiDeps) {
  const { database, keyRing, temporal, log } = deps;
  const app = newPublicRouter('/f/*', { perSecond: 2, burst: 60 });
  const wake = createEngagementWaker(temporal, log);

  async function open(token: string): Promise<Opened | null> {
    const tenantId = tenantOfForm(token);
    if (!tenantId) return null;
    return withTenant(database.db, tenantId, async (db) => {
      const form = await findFormByToken(db, token);
      const tenant = form?.isOpen ? await findTenant(db) : undefined;
      return form && tenant ? { tenantId, from: tenant.name, form } : null;
    });
  }

  /** Shows the form with what was written so far. */
  function show(
    c: Context<ApiEnv>,
    { from, form }: Opened,
    written: Record<string, string>,
    more: { problems?: Record<string, string>; notice?: string } = {},
  ) {
    const carried = {
      stamp: newStamp(keyRing, form.token, Date.now()),
      page: written.page ?? '',
      referrer: written.referrer ?? '',
      visitor: written.visitor ?? '',
    };
    const { problems = {}, notice } = more;
    return c.html(
      formPage({ from, form, values: written, problems, carried, notice }),
      notice || more.problems ? 422 : 200,
    );
  }

  app.get('/f/:token', async (c) => {
    const opened = await open(c.req.param('token'));
    if (!opened) return c.html(messagePage(noForm), 404);
    letIn(c, opened.form);
    const { page = '', visitor = '', referrer: told } = c.req.query();
    const referrer = told ?? c.req.header('referer') ?? '';
    return show(c, opened, {
      page: (page || c.req.url).slice(0, 2000),
      referrer: referrer.slice(0, 2000),
      visitor: visitor.slice(0, 200),
    });
  });

  app.post('/f/:token', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const opened = await open(c.req.param('token'));
    if (!opened) return c.html(messagePage(noForm), 404);
    const { form, from, tenantId } = opened;
    letIn(c, form);
    const written = textsOf(await readForm(c));
    const stamp = readStamp(keyRing, form.token, written.stamp ?? '');
    const age = stamp ? Date.now() - stamp.shownAt : Infinity;
    if (!stamp || age > mostMs)
      return show(c, opened, written, { notice: 'This page was open for too long. Please send it again.' });
    if (age < leastMs)
      return show(c, opened, written, { notice: 'That was very fast. Please look it over and send it again.' });
    const read = readSubmission(written, form);
    if ('problems' in read) return show(c, opened, written, { problems: read.problems });
    if (!written[trapName]) {
      const { nonce } = stamp;
      const sent = { tenantId, form, submission: read.submission, nonce, signUpId: uuidv7(), ...fromOf(c, written) };
      const { asks } = await withTenant(database.db, tenantId, (db) => takeForm(db, sent));
      wake(tenantId);
      if (asks) await wakeSignUpsOf(temporal, log, tenantId);
    }
    if (form.redirectUrl) return c.redirect(form.redirectUrl, 303);
    const confirm = read.submission.wantsMail
      ? ' Please look into your mailbox and confirm that you want our mail.'
      : '';
    return c.html(messagePage({ title: form.title, from, text: `${form.thanks}${confirm}` }));
  });
  return app;
}

function fromOf(c: Context<ApiEnv>, written: Record<string, string>) {
  return {
    pageUrl: written.page || null,
    referrer: written.referrer || null,
    visitor: written.visitor?.slice(0, 200) || null,
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? null,
  };
}

function textsOf(body: Record<string, unknown>): Record<string, string> {
  // Of a name that was sent twice the last counts.
  const last = Object.entries(body).map(([name, value]) => [name, [value].flat().at(-1)] as const);
  return Object.fromEntries(
    last.filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[1].includes('\0')),
  );
}

/** Lets the pages that the form names show it within them, and the browser follow it to where it leads. */
function letIn(c: Context<ApiEnv>, { origins, redirectUrl }: PublicFormRow): void {
  const target = redirectUrl ? ` ${new URL(redirectUrl).origin}` : '';
  c.set('loosen', (headers) => {
    const policy = headers.get('Content-Security-Policy') ?? '';
    // Our own pages show it as a preview.
    const ancestors = ["frame-ancestors 'self'", ...origins].join(' ');
    headers.set(
      'Content-Security-Policy',
      policy.replace(/frame-ancestors [^;]*/, ancestors).replace(/form-action [^;]*/, `form-action 'self'${target}`),
    );
    if (origins.length > 0) headers.delete('X-Frame-Options');
    else headers.set('X-Frame-Options', 'SAMEORIGIN');
  });
}
