import type { Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import type { ApiEnv } from './router.ts';
import { icalRoutes } from './routes/calendar/feeds.ts';
import { confirmRoutes } from './routes/consent/confirm.ts';
import { preferencesRoutes } from './routes/consent/preferences.ts';
import { unsubscribeRoutes } from './routes/consent/unsubscribe.ts';
import { publicFormRoutes } from './routes/forms/public-forms.ts';
import { providerCallRoutes } from './routes/inbound/provider-calls.ts';
import { downloadRoutes } from './routes/people/download.ts';
import { imageRoutes } from './routes/templates/images.ts';
import { trackingRoutes } from './routes/tracking/tracking.ts';

/** What is public and lies at the root: tracking, unsubscribe, preference centre, confirmations, calendar feeds, images. */
export function publicRoutes(deps: ApiDeps): Hono<ApiEnv>[] {
  return [
    trackingRoutes(deps),
    unsubscribeRoutes(deps),
    preferencesRoutes(deps),
    confirmRoutes(deps),
    downloadRoutes(deps),
    icalRoutes(deps),
    publicFormRoutes(deps),
    imageRoutes(deps),
    providerCallRoutes(deps),
  ];
}
