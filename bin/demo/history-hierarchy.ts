import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { insertSavedView } from '../../db/queries/saved-views.ts';
import type { DemoTeam } from './history.ts';

const below = ['Spring webinar: quieter warehouses', 'Product launch: Northwind One', 'Winter offers'];
const tags: Record<string, string[]> = {
  'Spring webinar: quieter warehouses': ['Warehouses', 'B2B'],
  'Product launch: Northwind One': ['Northwind One'],
  'Winter offers': ['Northwind One', 'Offers'],
  'Summer clearance': ['Offers'],
  'Trade fair: meet us in hall 4': ['B2B'],
};

/** Puts the example's campaigns in order: a plan of the year that holds some of them together, tags, a view for everybody. */
export async function seedHierarchy(db: TenantDb, { manager }: DemoTeam): Promise<void> {
  const day = (days: number): Date => new Date(Date.now() + days * 86_400_000);
  const type = (await listCampaignTypes(db)).find(({ name }) => name === 'Other');
  const { id: parentId } = await db
    .insertInto('campaigns')
    .values({
      name: 'Northwind One, the year',
      description: 'Everything that makes Northwind One known this year.',
      campaignTypeId: type!.id,
      status: 'running',
      ownerId: manager.id,
      startAt: day(-70),
      startedAt: day(-70),
      endAt: day(120),
      currency: 'EUR',
      budgetedCostMinor: 500_000,
      utmId: 'northwind-year',
      createdBy: manager.id,
      authors: [manager.id],
      statusChangedAt: day(-70),
      createdAt: day(-90),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.updateTable('campaigns').set({ parentId }).where('name', 'in', below).execute();
  for (const [name, own] of Object.entries(tags))
    await db.updateTable('campaigns').set({ tags: own }).where('name', '=', name).execute();
  await seedMemberHistory(db);
  await insertSavedView(db, {
    id: uuidv7(),
    page: 'campaigns',
    name: 'Northwind One',
    query: { tag: 'Northwind One', sort: '-startAt', columns: 'status,owner,parent,start,members,clicked,budget' },
    isShared: true,
    ownerId: manager.id,
  });
}

/** Whoever clicked moved on by it, and the history says so. */
async function seedMemberHistory(db: TenantDb): Promise<void> {
  await sql`
    insert into member_history (campaign_id, person_id, at, kind, from_status, to_status, actor_kind, actor_name, cause)
    select m.campaign_id, m.person_id, m.first_responded_at, 'status', first.name, s.name, 'workflow', 'SalesCompass', 'click'
    from campaign_members m
    join campaign_type_statuses s on s.tenant_id = m.tenant_id and s.id = m.status_id
    join campaign_type_statuses first on first.tenant_id = s.tenant_id and first.campaign_type_id = s.campaign_type_id and first.is_default
    where m.first_responded_at is not null and s.id <> first.id`.execute(db);
}
