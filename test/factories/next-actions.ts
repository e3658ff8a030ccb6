import { v7 as uuidv7 } from 'uuid';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import type { Client } from '@temporalio/client';
import { createNextActionActivities } from '../../activities/next-actions/next-actions.ts';
import { createNurtureActivities } from '../../activities/nurtures/nurtures.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertPolicy, listPolicies, updatePolicy } from '../../db/queries/next-actions/policies.ts';
import { askForNextActions } from '../../db/queries/next-actions/work.ts';
import { isHeldOut } from '../../domain/next-actions/decide.ts';
import { Offer } from '../../domain/next-actions/next-action.ts';
import { startingPolicy, type PolicySettings } from '../../domain/next-actions/policy.ts';
import type { TestDatabase } from '../database.ts';
import { createTestNurture, type TestNurture } from './nurtures.ts';
import { unheard } from '../unheard.ts';

/** A running programme whose items are offered as next actions, with a task, by a policy of the tenant. */
export interface TestNextActions extends TestNurture {
  policyId: string;
  /** The ids of what is offered by its label. */
  offers: Record<string, string>;
  /** Lets something happen to people and looks at them, as a round does. */
  round: (personIds: readonly string[], cause: string, nowIso: string) => Promise<void>;
  /** Looks at one person, as their workflow does. */
  look: (personId: string, nowIso: string) => Promise<string | null>;
}

/** The least that a policy may hold out. */
const holdOut = 0.01;

/** The id of a policy by which none of these people is held out: with any other, one in a hundred would be. */
function idForAll(personIds: readonly string[]): string {
  for (;;) {
    const id = uuidv7();
    if (!personIds.some((personId) => isHeldOut(id, personId, holdOut))) return id;
  }
}

/** Makes it; settings that are left out are: suggest, no exploration, nobody of these people held out, any hour. */
export async function createTestNextActions(
  database: TestDatabase,
  app: Database,
  options: { people?: number; nowIso: string; settings?: Partial<PolicySettings>; temporal?: Client },
): Promise<TestNextActions> {
  const { people = 3, nowIso, temporal = unheard } = options;
  const made = await createTestNurture(database, app, {
    people,
    items: [{ name: 'Guide' }, { name: 'Story' }],
    sinceIso: nowIso,
  });
  const { tenantId, nurtureId, items } = made;
  await createNurtureActivities({ database: app, temporal: unheard }).openNurture({ ...made, now: nowIso });
  const policyId = idForAll(made.personIds);
  const offer = (given: Partial<Offer> & Pick<Offer, 'kind' | 'label'>) => ({ ...Offer.parse(given), id: uuidv7() });
  const offers = [
    offer({ kind: 'send_email', label: 'Send the guide', targetId: items.Guide!, chance: 0.2 }),
    offer({ kind: 'send_content', label: 'Something to read', targetId: nurtureId }),
    offer({ kind: 'create_task', label: 'Call them', chance: 0.2, value: 300 }),
  ];
  await withTenant(app.db, tenantId, async (db) => {
    await insertPolicy(db, { id: policyId, campaignId: null });
    const [policy] = await listPolicies(db, { id: policyId });
    const settings: PolicySettings = {
      ...startingPolicy,
      mode: 'suggest',
      exploration: 0,
      holdOut,
      hours: null,
      ...options.settings,
    };
    await updatePolicy(db, { id: policyId, version: policy!.version, settings, offers });
  });
  const activities = createNextActionActivities({ database: app, temporal, log: pino({ level: 'silent' }) });
  return {
    ...made,
    policyId,
    offers: Object.fromEntries(offers.map(({ label, id }) => [label, id])),
    round: async (personIds, cause, now) => {
      await withTenant(app.db, tenantId, (db) =>
        askForNextActions(
          db,
          personIds.map((personId) => ({ personId, cause, campaignId: null })),
        ),
      );
      const env = new MockActivityEnvironment();
      while (((await env.run(activities.decideNextActions, { tenantId, now })) as { isMore: boolean }).isMore);
    },
    look: async (personId, now) => (await activities.lookAtNextAction({ tenantId, personId, now })).lookAt,
  };
}
