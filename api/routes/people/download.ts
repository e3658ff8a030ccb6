import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findExport } from '../../../db/queries/people/exports.ts';
import { findFile } from '../../../db/queries/files.ts';
import { systemActor } from '../../../domain/policy/actor.ts';
import type { ApiDeps } from '../../deps.ts';
import { sendFile } from './file-stream.ts';
import { messagePage } from '../../pages/message.ts';
import { newPublicRouter, unknownLink } from '../../public-router.ts';
import { createTrackingLookups } from '../tracking/tracking-lookups.ts';

/** The link under which a person gets the file with everything that is held on them: signed, and over after some days. */
export function downloadRoutes(deps: ApiDeps) {
  const app = newPublicRouter('/download/*', { perSecond: 5, burst: 50 });
  const lookups = createTrackingLookups(deps);

  app.get('/download/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'download');
    if (!spoken) return c.html(messagePage(unknownLink), 404);
    const { tenantId, messageId: exportId } = spoken;
    const file = await withTenant(deps.database.db, tenantId, async (db) => {
      const found = await findExport(db, exportId);
      if (found?.entity !== 'person' || found.status !== 'completed' || !found.fileId) return undefined;
      const actor = { ...systemActor(tenantId, 'Whoever has the link'), kind: 'system' as const };
      const change = { action: 'person.exportDownload', entityKind: 'person', entityId: found.personId };
      await insertAudit(db, actor, change);
      return findFile(db, found.fileId);
    });
    return file ? sendFile(c, tenantId, file) : c.html(messagePage(unknownLink), 404);
  });

  return app;
}
