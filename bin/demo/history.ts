import { buildVariantEdition } from '../../activities/variant-edition.ts';
import type { TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals.ts';
import { insertBroadcast } from '../../db/queries/broadcasts.ts';
import { listCampaignTypes } from '../../db/queries/campaign-types.ts';
import { insertEdition } from '../../db/queries/editions.ts';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import { MessageContent } from '../../domain/content/content.ts';
import { demoMessage } from './message.ts';
import { seedDrip } from './history-drip.ts';
import { seedCosts, seedRates } from './history-costs.ts';
import { seedHierarchy } from './history-hierarchy.ts';
import { seedHolidays } from './history-holidays.ts';
import { seedNurture } from './history-nurture.ts';
import { seedPeople } from './history-people.ts';
import { seedSegments } from './history-segments.ts';
import { seedSend } from './history-sends.ts';
import { seedTopics } from './topics.ts';

/** Who wrote and who approved, as they stand in the history. */
export interface DemoTeam {
  manager: { id: string; name: string };
  approver: { id: string; name: string };
  senderId: string;
}

interface DemoCampaign {
  name: string;
  type: string;
  status: CampaignStatus;
  /** Days from now of the start; negative: it was. Null: not set. */
  startsIn: number | null;
  /** Days from start to end, where it has an end. */
  lasts?: number;
  list: string;
  subject: string;
  budget: number;
  description: string;
  /** Opens and clicks of 100 sent, where it went out. */
  reception?: [number, number];
}

const campaigns: DemoCampaign[] = [
  {
    name: 'Spring webinar: quieter warehouses',
    type: 'Webinar',
    status: 'completed',
    startsIn: -64,
    list: 'Spring webinar guests',
    subject: 'An hour on quieter warehouses',
    budget: 450_000,
    description: 'Invitation to the webinar, with the recording afterwards.',
    reception: [46, 15],
  },
  {
    name: 'Product launch: Northwind One',
    type: 'E-mail',
    status: 'completed',
    startsIn: -37,
    list: 'Newsletter',
    subject: 'Northwind One is here',
    budget: 1_140_000,
    description: 'The launch mail to everyone who asked for news.',
    reception: [41, 12],
  },
  {
    name: 'Customer letter, autumn',
    type: 'E-mail',
    status: 'completed',
    startsIn: -9,
    list: 'Customers',
    subject: 'What changed this season',
    budget: 200_000,
    description: 'The quarterly letter to customers.',
    reception: [52, 9],
  },
  {
    name: 'Winter offers',
    type: 'E-mail',
    status: 'scheduled',
    startsIn: 6,
    lasts: 9,
    list: 'Newsletter',
    subject: 'Warm offers for cold days',
    budget: 600_000,
    description: 'Approved and on its way.',
  },
  {
    name: 'Trade fair: meet us in hall 4',
    type: 'Event',
    status: 'approved',
    startsIn: null,
    list: 'Customers',
    subject: 'Meet us in hall 4',
    budget: 900_000,
    description: 'Approved; waits for its date.',
  },
  {
    name: 'Year in review',
    type: 'E-mail',
    status: 'in_review',
    startsIn: null,
    list: 'Newsletter',
    subject: 'Your year with us',
    budget: 150_000,
    description: 'Waits for a second pair of eyes.',
  },
  {
    name: 'Referral programme',
    type: 'Other',
    status: 'paused',
    startsIn: -3,
    lasts: 24,
    list: 'Customers',
    subject: 'Bring a friend',
    budget: 300_000,
    description: 'Held until the terms are ready.',
  },
  {
    name: 'Loyalty idea',
    type: 'E-mail',
    status: 'draft',
    startsIn: 6,
    list: 'Customers',
    subject: 'A thank-you',
    budget: 80_000,
    description: 'A first sketch.',
  },
  {
    name: 'Summer clearance',
    type: 'E-mail',
    status: 'cancelled',
    startsIn: null,
    list: 'Newsletter',
    subject: 'Last chairs of summer',
    budget: 120_000,
    description: 'Sold out before it went.',
  },
];

/** Gives the example tenant its people and its campaigns in every state that stands still, with what the finished ones brought. */
export async function seedHistory(db: TenantDb, team: DemoTeam): Promise<void> {
  await seedPeople(db);
  await seedRates(db);
  await seedTopics(db);
  for (const [index, campaign] of campaigns.entries()) await seedCampaign(db, team, { ...campaign, index });
  await seedHierarchy(db, team);
  await seedSegments(db, team.manager.id);
  await seedNurture(db, team);
  await seedDrip(db, team);
  await seedHolidays(db);
}

async function seedCampaign(db: TenantDb, team: DemoTeam, demo: DemoCampaign & { index: number }): Promise<void> {
  const day = (days: number): Date => new Date(Date.now() + days * 86_400_000);
  const startAt = demo.startsIn === null ? null : day(demo.startsIn);
  const createdAt = day(Math.min(demo.startsIn ?? 0, 0) - 12);
  const type = (await listCampaignTypes(db)).find(({ name }) => name === demo.type);
  const isOver = demo.reception !== undefined;
  const { id: campaignId } = await db
    .insertInto('campaigns')
    .values({
      name: demo.name,
      description: demo.description,
      campaignTypeId: type!.id,
      status: demo.status,
      ownerId: team.manager.id,
      startAt,
      endAt: demo.lasts && startAt ? new Date(startAt.getTime() + demo.lasts * 86_400_000) : null,
      currency: 'EUR',
      budgetedCostMinor: demo.budget,
      utmId: `northwind-${demo.index + 1}`,
      createdBy: team.manager.id,
      authors: [team.manager.id],
      statusChangedAt: isOver ? new Date(startAt!.getTime() + 3_600_000) : day(-2),
      startedAt: demo.startsIn !== null && demo.startsIn < 0 ? startAt : null,
      completedAt: isOver ? new Date(startAt!.getTime() + 3_600_000) : null,
      createdAt,
      updatedAt: day(-2),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await seedCosts(db, { id: campaignId, name: demo.name, startsIn: demo.startsIn ?? 0, managerId: team.manager.id });
  const list = await db.selectFrom('lists').select('id').where('name', '=', demo.list).executeTakeFirstOrThrow();
  const audience = { ...emptyAudience, listIds: [list.id] };
  const content = MessageContent.parse({ ...demoMessage(demo.subject, demo.description), senderId: team.senderId });
  const broadcastId = await insertBroadcast(db, { campaignId, name: 'Main message', audience, content });
  await seedApproval(db, team, { campaignId, demo, submittedAt: new Date(createdAt.getTime() + 86_400_000) });
  if (!isOver) return;
  const { reception = [40, 10] } = demo;
  const edition = await insertEdition(db, await buildVariantEdition(db, broadcastId));
  await db
    .updateTable('broadcasts')
    .set({
      status: 'completed',
      frozenAt: startAt,
      startedAt: startAt,
      completedAt: new Date(startAt!.getTime() + 3_600_000),
    })
    .where('id', '=', broadcastId)
    .execute();
  const [opens, clicks] = reception;
  await seedSend(db, {
    campaignId,
    broadcastId,
    editionId: edition,
    listName: demo.list,
    sentAt: startAt!,
    opens,
    clicks,
  });
}

/** The approval behind the state, and the lines of the audit log that led to it. */
async function seedApproval(
  db: TenantDb,
  { manager, approver }: DemoTeam,
  input: { campaignId: string; demo: DemoCampaign; submittedAt: Date },
): Promise<void> {
  const { campaignId, demo, submittedAt } = input;
  const log = (action: string, who: DemoTeam['manager'], at: Date) =>
    db
      .insertInto('auditLog')
      .values({
        at,
        actorKind: 'user',
        actorId: who.id,
        actorName: who.name,
        action,
        entityKind: 'campaign',
        entityId: campaignId,
      })
      .execute();
  await log('campaign.create', manager, new Date(submittedAt.getTime() - 86_400_000));
  if (demo.status === 'draft' || demo.status === 'cancelled') return;
  const contentHash = await findContentHash(db, campaignId);
  const isDecided = demo.status !== 'in_review';
  const decidedAt = new Date(submittedAt.getTime() + 7_200_000);
  await db
    .insertInto('approvals')
    .values({
      campaignId,
      contentHash,
      submittedBy: manager.id,
      submittedByName: manager.name,
      submittedAt,
      note: 'Ready from my side.',
      ...(isDecided
        ? {
            decision: 'approved',
            decidedBy: approver.id,
            decidedByName: approver.name,
            decidedAt,
            comment: 'Reads well.',
          }
        : {}),
    })
    .execute();
  await log('campaign.submit', manager, submittedAt);
  if (!isDecided) return;
  await db.updateTable('campaigns').set({ approvedHash: contentHash }).where('id', '=', campaignId).execute();
  await log('campaign.approve', approver, decidedAt);
}
