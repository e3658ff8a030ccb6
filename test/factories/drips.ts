import { v7 as uuidv7 } from 'uuid';
import { withTenant, type Database } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { deleteBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { markApprovedHash, markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { enrol, namedPeople } from '../../db/queries/drips/enrolments.ts';
import { insertDrip } from '../../db/queries/drips/drips.ts';
import { DripDefinition } from '../../domain/drips/definition.ts';
import type { DripPriority } from '../../domain/drips/drip.ts';
import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import type { TestDatabase } from '../database.ts';
import { createTestCampaign } from './campaigns.ts';

/** A drip in a campaign of its own, with people who all gave consent and are not in it yet. */
export interface TestDrip {
  tenantId: string;
  campaignId: string;
  dripId: string;
  senderId: string;
  personIds: string[];
}

/** How many people, the definition as a caller writes it (`senderId` goes into its messages), and what differs from the usual. */
export interface TestDripOptions {
  people?: number;
  definition: (ids: { personIds: string[]; tenantId: string }) => unknown;
  status?: CampaignStatus;
  capMessages?: number | null;
  priority?: DripPriority;
  keepBroadcast?: boolean;
}

const body = `<mjml><mj-body><mj-section><mj-column><mj-text>
Hello. {{ tenant.name }}, {{ tenant.postalAddress }} <a href="{{ unsubscribeUrl }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`;

/** A sending step with a message that passes every check. */
export const sendStep = (key: string, more: Record<string, unknown> = {}) => ({
  key,
  kind: 'send',
  content: { subject: key, body },
  ...more,
});

/** A wait of some time. */
export const waitStep = (
  key: string,
  amount: number,
  unit: 'minutes' | 'hours' | 'days' | 'businessDays' = 'days',
  more: Record<string, unknown> = {},
) => ({ key, kind: 'wait', until: { kind: 'duration', amount, unit }, ...more });

/** The definition with the sender in each of its messages. */
export function withSender(definition: unknown, senderId: string): DripDefinition {
  const parsed = DripDefinition.parse(definition);
  const steps = parsed.steps.map((step) =>
    step.kind === 'send' ? { ...step, content: { ...step.content, senderId } } : step,
  );
  return { ...parsed, steps };
}

/** Makes it as the application's role; approved as it is and, unless told otherwise, with its campaign running. */
export async function createTestDrip(
  database: TestDatabase,
  app: Database,
  options: TestDripOptions,
): Promise<TestDrip> {
  const { people = 10, status = 'running', capMessages = null, priority = 'normal' } = options;
  const made = await createTestCampaign(database, { people, capMessages });
  const { tenantId, campaignId, senderId, broadcastId } = made;
  const dripId = uuidv7();
  return withTenant(app.db, tenantId, async (db) => {
    if (!options.keepBroadcast) await deleteBroadcast(db, broadcastId);
    const rows = await db.selectFrom('people').select('id').orderBy('emailKey').execute();
    const personIds = rows.map(({ id }) => id);
    await insertDrip(db, {
      id: dripId,
      campaignId,
      name: 'Welcome',
      priority,
      definition: withSender(options.definition({ personIds, tenantId }), senderId),
      author: { id: 'author-1', name: 'Author' },
    });
    const approvedHash = await findContentHash(db, campaignId);
    await markCampaign(db, { id: campaignId, from: ['draft'], to: status, values: { approvedHash } });
    return { tenantId, campaignId, dripId, senderId, personIds };
  });
}

/** Approves a drip's campaign once more, as it is now: with segments that were made after it. */
export async function approveAgain(app: Database, { tenantId, campaignId }: TestDrip): Promise<void> {
  await withTenant(app.db, tenantId, async (db) =>
    markApprovedHash(db, campaignId, await findContentHash(db, campaignId)),
  );
}

/** Lets named people in, as the API does. Returns how many were taken. */
export async function enrolInto(
  app: Database,
  { tenantId, dripId }: Pick<TestDrip, 'tenantId' | 'dripId'>,
  personIds: string[],
  nowIso: string,
) {
  const reentry = { allowed: false, afterDays: 0 };
  const taken = await withTenant(app.db, tenantId, (db) =>
    enrol(db, { dripId, nowIso, source: 'by_hand', people: namedPeople(personIds), reentry }),
  );
  return taken.length;
}
