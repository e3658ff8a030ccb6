import { bodyLimit } from 'hono/body-limit';
import { withTenant } from '../../../db/connection.ts';
import { findOpenSignUp, recordConfirmation } from '../../../db/queries/sign-ups/confirmation.ts';
import type { ApiDeps } from '../../deps.ts';
import { confirmPage } from '../../pages/confirm.ts';
import { messagePage } from '../../pages/message.ts';
import { newPublicRouter, unknownLink } from '../../public-router.ts';
import { createTrackingLookups } from '../tracking/tracking-lookups.ts';

/** The link of a confirmation (double opt-in). GET shows a button and changes nothing; POST records the consent. */
export function confirmRoutes(deps: ApiDeps) {
  const app = newPublicRouter('/confirm/*', { perSecond: 200, burst: 2000 });
  const lookups = createTrackingLookups(deps);

  app.get('/confirm/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'confirm', c.var.servedTenants);
    const signUp =
      spoken && (await withTenant(deps.database.db, spoken.tenantId, (db) => findOpenSignUp(db, spoken.messageId)));
    if (!spoken || !signUp) return c.html(messagePage(unknownLink), 404);
    return c.html(confirmPage({ from: spoken.tenantName, signUp }));
  });

  app.post('/confirm/:token', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'confirm', c.var.servedTenants);
    const signUp =
      spoken && (await withTenant(deps.database.db, spoken.tenantId, (db) => recordConfirmation(db, spoken)));
    if (!spoken || !signUp) return c.html(messagePage(unknownLink), 404);
    return c.html(confirmPage({ from: spoken.tenantName, signUp }));
  });

  return app;
}
