import { bodyLimit } from 'hono/body-limit';
import { withTenant } from '../../../db/connection.ts';
import {
  chooseTopics,
  findPreferences,
  leaveLists,
  recordFrequency,
  recordOptIn,
  recordOptOut,
} from '../../../db/queries/consent/opt-out.ts';
import { readChoice, type FrequencyChoice } from '../../../domain/preferences/frequency.ts';
import { countAgainOrLater } from '../../count-again.ts';
import type { ApiDeps } from '../../deps.ts';
import { messagePage } from '../../pages/message.ts';
import { preferencesPage, type PreferencesNotice } from '../../pages/preferences.ts';
import { newPublicRouter, readForm, seedCopy, unknownLink } from '../../public-router.ts';
import { createTrackingLookups, type Spoken } from '../tracking/tracking-lookups.ts';

/** The preference centre of the person a message went to: their topics and lists, a way out of everything, a way back. GET changes nothing. */
export function preferencesRoutes(deps: ApiDeps) {
  const app = newPublicRouter('/p/*', { perSecond: 200, burst: 2000 });
  const lookups = createTrackingLookups(deps);

  app.get('/p/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'preferences', c.var.servedTenants);
    const preferences =
      spoken && (await withTenant(deps.database.db, spoken.tenantId, (db) => findPreferences(db, spoken.messageId)));
    if (spoken && !preferences && (await lookups.seed(spoken)))
      return c.html(messagePage({ ...seedCopy, from: spoken.tenantName }));
    if (!spoken || !preferences) return c.html(messagePage(unknownLink), 404);
    return c.html(preferencesPage({ from: spoken.tenantName, preferences }));
  });

  app.post('/p/:token', bodyLimit({ maxSize: 256 * 1024 }), async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'preferences', c.var.servedTenants);
    if (!spoken) return c.html(messagePage(unknownLink), 404);
    const form = await readForm(c);
    const texts = (name: string) => [form[name] ?? []].flat().filter((value) => typeof value === 'string');
    const choice = {
      // A page of a version that did not say which lists it showed showed all.
      shownLists: form.shownList === undefined ? null : texts('shownList'),
      keep: texts('list'),
      shown: texts('shownTopic'),
      wanted: texts('topic'),
      frequency: readChoice(form.frequency),
    };
    const notice = await apply(deps, spoken, { action: form.action, ...choice });
    const preferences = await withTenant(deps.database.db, spoken.tenantId, (db) =>
      findPreferences(db, spoken.messageId),
    );
    if (!preferences && (await lookups.seed(spoken)))
      return c.html(messagePage({ ...seedCopy, from: spoken.tenantName }));
    if (!preferences) return c.html(messagePage(unknownLink), 404);
    return c.html(preferencesPage({ from: spoken.tenantName, preferences, notice }));
  });

  return app;
}

/**
 * Does what the form asks for, in one transaction; an action that we do not know does nothing. What a lane claimed for who wants less mail
 * while that was being written went by what held before, and is counted after it.
 */
async function apply(
  deps: ApiDeps,
  { tenantId, messageId }: Spoken,
  form: {
    action: unknown;
    shownLists: string[] | null;
    keep: string[];
    shown: string[];
    wanted: string[];
    frequency: FrequencyChoice | null;
  },
): Promise<PreferencesNotice | undefined> {
  const notice = await withTenant(deps.database.db, tenantId, async (db): Promise<PreferencesNotice | undefined> => {
    switch (form.action) {
      case 'save':
        if (form.frequency) await recordFrequency(db, { tenantId, messageId, choice: form.frequency });
        await leaveLists(db, { tenantId, messageId, shown: form.shownLists, keep: form.keep });
        await chooseTopics(db, { tenantId, messageId, shown: form.shown, wanted: form.wanted });
        return 'saved';
      case 'leave':
        await recordOptOut(db, { tenantId, messageId, way: 'preference_centre' });
        return 'left';
      case 'return':
        return (await recordOptIn(db, { tenantId, messageId }))?.suppressed === null ? 'returned' : 'blocked';
      default:
        return undefined;
    }
  });
  if (form.frequency) await countAgainOrLater(deps, tenantId);
  return notice;
}
