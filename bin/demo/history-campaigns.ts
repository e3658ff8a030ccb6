import { buildVariantEdition } from '../../activities/content/variant-edition.ts';
import type { TenantDb } from '../../db/connection.ts';
import { insertBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import { MessageContent } from '../../domain/content/content.ts';
import { demoCampaigns, type DemoCampaign } from './campaigns.ts';
import { seedApproval } from './history-approvals.ts';
import { seedCosts } from './history-costs.ts';
import { seedSend } from './history-sends.ts';
import type { DemoTeam } from './history.ts';
import { demoMessage } from './message.ts';

/** Gives the example tenant its campaigns, with their approvals and what the finished ones brought. */
export async function seedCampaigns(db: TenantDb, team: DemoTeam): Promise<void> {
  for (const [index, campaign] of demoCampaigns.entries()) await seedCampaign(db, team, { ...campaign, index });
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
  const content = MessageContent.parse({
    ...demoMessage(demo.subject, demo.description, demo),
    senderId: team.senderId,
  });
  const broadcastId = await insertBroadcast(db, { campaignId, name: 'Main message', audience, content });
  // What is in review waits since it came to it.
  const submittedAt = demo.status === 'in_review' ? day(-2) : new Date(createdAt.getTime() + 86_400_000);
  await seedApproval(db, team, { campaignId, demo, submittedAt });
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
