import type { Context } from 'hono';
import { withTenant } from '../../../db/connection.ts';
import { listShownIn } from '../../../db/queries/content-items/showings.ts';
import { findMergeData, type EditionTags, type TrackedLink } from '../../../db/queries/engagement/tracking.ts';
import { tagLink, type LinkTags } from '../../../domain/content/link-tags.ts';
import { linkTarget } from '../../../domain/content/link-target.ts';
import { samplePerson } from '../../../domain/content/merge-data.ts';
import { placed, sampleItems, usesItems } from '../../../domain/content/recommended-block.ts';
import { judgeRequest } from '../../../domain/engagement/verdict.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import type { ApiDeps } from '../../deps.ts';
import { createHitWriter, type IncomingHit } from './hit-writer.ts';
import { messagePage } from '../../pages/message.ts';
import { newPublicRouter, unknownLink } from '../../public-router.ts';
import type { ApiEnv } from '../../router.ts';
import { createTrackingLookups, type Spoken } from './tracking-lookups.ts';
import { createEngagementWaker } from '../../wake-engagement.ts';

/** One transparent pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const longestAgent = 300;
/** Whom copies for seeds are written to. */
const sampleData = { person: samplePerson, content: sampleItems };

/** The open pixel and the click redirect: recorded before they are answered; the target of a link never comes from the request. */
export function trackingRoutes(deps: ApiDeps) {
  const app = newPublicRouter('/t/*', { perSecond: 1000, burst: 5000 });
  const lookups = createTrackingLookups(deps);
  const record = createHitWriter(deps.database.db, createEngagementWaker(deps.temporal, deps.log));

  app.get('/t/o/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token').replace(/\.gif$/, ''), 'open', c.var.servedTenants);
    const recorded = spoken && (await record(spoken.tenantId, hitOf(c, 'open', spoken)));
    // A copy for a seed shows what every mail shows, and nothing is recorded of whoever looks at it.
    if (!recorded && !(spoken && (await lookups.seed(spoken)))) return c.html(messagePage(unknownLink), 404);
    return c.body(pixel, 200, { 'Content-Type': 'image/gif' });
  });

  app.get('/t/c/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'click', c.var.servedTenants);
    const recorded = spoken && (await record(spoken.tenantId, hitOf(c, 'click', spoken)));
    const edition = recorded ?? (spoken && (await lookups.seed(spoken)));
    const link = edition && (await lookups.link(spoken!.tenantId, edition.editionId, spoken!.linkIndex ?? -1));
    const target = link && (recorded ? await targetOf(deps, spoken!, link) : linkTarget(link.url, sampleData));
    if (!target) return c.html(messagePage({ ...unknownLink, from: spoken?.tenantName }), 404);
    if (!recorded) return c.redirect(target, 302);
    const tags = await lookups.tags(spoken.tenantId, { ...spoken, editionId: recorded.editionId });
    return c.redirect(tags ? tagLink(target, tagsOf(deps, { spoken, link, tags })) : target, 302);
  });

  return app;
}

function hitOf(c: Context<ApiEnv>, kind: IncomingHit['kind'], spoken: Spoken): IncomingHit {
  const seen = {
    kind,
    isHead: c.req.method === 'HEAD',
    isPrefetch: /^\s*prefetch\b/i.test(c.req.header('sec-purpose') ?? c.req.header('purpose') ?? ''),
    userAgent: c.req.header('user-agent')?.slice(0, longestAgent) ?? null,
  };
  const { messageId, linkIndex } = spoken;
  return { ...seen, messageId, linkIndex, judgement: judgeRequest({ ...seen, isHoneypot: false }) };
}

/** The tags of one link of one message. */
function tagsOf(
  { keyRing }: Pick<ApiDeps, 'keyRing'>,
  { spoken, link, tags }: { spoken: Spoken; link: TrackedLink; tags: EditionTags },
): LinkTags {
  const content = (link.label.trim() || `link ${(spoken.linkIndex ?? 0) + 1}`).slice(0, 100);
  return { ...tags, content, visit: messageTokens(keyRing, spoken).visit };
}

/** Where a link leads for this person; null where what is stored is no web address once it is filled. */
async function targetOf(deps: ApiDeps, spoken: Spoken, link: TrackedLink): Promise<string | null> {
  if (!link.url.includes('{')) return linkTarget(link.url, {});
  const { db } = deps.database;
  const data = await findMergeData(db, spoken.tenantId, spoken.messageId);
  if (!usesItems(link.url)) return linkTarget(link.url, data ?? {});
  // What was put into the mail of this person, and not what would be today.
  const shown = await withTenant(db, spoken.tenantId, (db) => listShownIn(db, spoken.messageId));
  return linkTarget(link.url, { ...data, content: placed(shown.map((item) => ({ ...item, reason: '' }))) });
}
