import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { insertRefund } from '../../db/queries/opportunities/refunds.ts';
import { upsertStage } from '../../db/queries/opportunities/stages.ts';
import { hearOpportunities } from '../../db/queries/opportunities/words.ts';
import type { OpportunityWord } from '../../domain/opportunities/hear.ts';
import type { OpportunityState } from '../../domain/opportunities/stage.ts';
import type { DemoTeam } from './history.ts';

const pipeline: [name: string, outcome: OpportunityState, probabilityPercent: number][] = [
  ['Qualification', 'open', 15],
  ['Proposal', 'open', 45],
  ['Negotiation', 'open', 75],
  ['Closed won', 'won', 100],
  ['Closed lost', 'lost', 0],
];
const products = [
  'shelving for a new hall',
  '40 quiet trolleys',
  'Northwind One, starter set',
  'service for three years',
];
const roles = ['Decision maker', 'Evaluator', 'User', 'Influencer'];
/** Worth in whole euros or dollars, by turns. */
const amounts = [4_800, 12_500, 7_200, 28_000, 3_600, 16_400, 9_900, 41_000, 5_500, 22_300];
/** How they ended, by turns; of those that a campaign touched more are won. */
const fates: Record<'touched' | 'cold', OpportunityState[]> = {
  touched: ['won', 'open', 'won', 'lost', 'open', 'won', 'open'],
  cold: ['lost', 'won', 'open', 'lost'],
};
const dayMs = 86_400_000;

interface Buyer {
  personId: string;
  accountId: string;
  company: string;
  leadSource: string;
  /** When they answered a campaign, and which; null: they did not. */
  touchedAt: Date | null;
  campaignId: string | null;
}

/**
 * What sales earned in the past year: with people who had answered a campaign before, and with others; open, won, lost, in two
 * currencies. One was won, reopened and won again, and of one a part was given back.
 */
export async function seedOpportunities(db: TenantDb, { manager }: DemoTeam): Promise<void> {
  for (const [index, [name, outcome, probabilityPercent]] of pipeline.entries())
    await upsertStage(db, { id: uuidv7(), name, outcome, probabilityPercent, position: index + 1 });
  const now = new Date();
  await seedLeads(db);
  const touched = await listBuyers(db, { isTouched: true, limit: 48 });
  const cold = await listBuyers(db, { isTouched: false, limit: 16 });
  // Two people of a deal at most, each of them once.
  const deals = [
    ...pairs(touched).map((buyers) => ({ buyers, isTouched: true })),
    ...cold.map((one) => ({ buyers: [one], isTouched: false })),
  ];
  const words = deals.flatMap((deal, index) => wordsOf({ ...deal, index }, { now, ownerId: manager.id }));
  await hearOpportunities(db, words, now.toISOString());
  await seedRefund(db, now);
}

/** One in four of those who answered a campaign became a lead by it; a third of these were worth a call. */
async function seedLeads(db: TenantDb): Promise<void> {
  await sql`
    update people p set source_campaign_id = m.campaign_id, lead_created_at = m.at,
      mql_at = case when hashtext('mql' || p.external_id) % 3 = 0 and m.at < now() - interval '4 days' then m.at + interval '4 days' end
    from (
      select distinct on (person_id) person_id, campaign_id, first_responded_at as at from campaign_members
      where tenant_id = current_tenant() and first_responded_at is not null order by person_id, first_responded_at) m
    where p.tenant_id = current_tenant() and p.id = m.person_id and hashtext('lead' || p.external_id) % 4 = 0`.execute(
    db,
  );
}

/** Contacts of companies, at most a handful each, in an order that is the same at every seeding. */
async function listBuyers(db: TenantDb, { isTouched, limit }: { isTouched: boolean; limit: number }): Promise<Buyer[]> {
  const { rows } = await sql<Buyer>`
    select p.id as "personId", p.account_id as "accountId", p.company, p.lead_source as "leadSource", m.at as "touchedAt",
      m.campaign_id as "campaignId"
    from people p
    left join lateral (
      select first_responded_at as at, campaign_id from campaign_members m
      where m.tenant_id = p.tenant_id and m.person_id = p.id and m.first_responded_at is not null
      order by first_responded_at limit 1) m on true
    where p.tenant_id = current_tenant() and p.account_id is not null and (m.at is not null) = ${isTouched}
      and p.email_status = 'ok' and p.consent = 'granted'
    order by hashtext('deal' || p.external_id), p.id limit ${limit}`.execute(db);
  return rows;
}

function pairs(buyers: readonly Buyer[]): Buyer[][] {
  return buyers.flatMap((buyer, index) => (index % 2 === 0 ? [[buyer, buyers[index + 1] ?? buyer]] : []));
}

interface Deal {
  buyers: readonly Buyer[];
  isTouched: boolean;
  index: number;
}

/** What the CRM told of a deal, one word after another. */
function wordsOf(
  { buyers, isTouched, index }: Deal,
  { now, ownerId }: { now: Date; ownerId: string },
): OpportunityWord[] {
  const [first] = buyers;
  if (!first) return [];
  const fate = fates[isTouched ? 'touched' : 'cold'][index % fates[isTouched ? 'touched' : 'cold'].length]!;
  const ago = (now.getTime() - (first.touchedAt?.getTime() ?? 0)) / dayMs;
  // What a campaign touched was opened some days after; the others are spread over the year before.
  const opened = isTouched ? Math.max(ago - 3 - (index % 5), 2) : 40 + ((index * 53) % 320);
  const at = (daysAgo: number): string => new Date(now.getTime() - daysAgo * dayMs).toISOString();
  const amount = {
    amountMinor: amounts[index % amounts.length]! * 100,
    currency: isTouched && index % 5 === 3 ? 'USD' : 'EUR',
  };
  const target = { externalId: `D-${String(index + 1).padStart(3, '0')}` };
  const people = [...new Map(buyers.map(({ personId }) => [personId, personId])).values()];
  const base = {
    name: `${first.company}: ${products[index % products.length]}`,
    stage: 'Qualification',
    amount,
    openedAt: at(opened),
    expectedCloseOn: at(opened - 60).slice(0, 10),
    accountId: first.accountId,
    ownerId,
    leadSource: first.leadSource,
    // The CRM names a campaign on some of them, as people do who remember to.
    ...(first.campaignId && index % 3 === 0 ? { primaryCampaignId: first.campaignId } : {}),
    contactRoles: people.map((personId, place) => ({
      personId,
      role: roles[(index + place) % roles.length]!,
      isPrimary: place === 0,
    })),
    occurredAt: at(opened),
  };
  const moved = (stage: string, share: number) => ({ target, input: { stage, occurredAt: at(opened * (1 - share)) } });
  const words: OpportunityWord[] = [{ target, input: base }];
  if (fate !== 'open' || index % 3 > 0) words.push(moved('Proposal', 0.3));
  if (fate === 'won' || index % 3 > 1) words.push(moved('Negotiation', 0.5));
  if (fate !== 'open') words.push(moved(fate === 'won' ? 'Closed won' : 'Closed lost', 0.7));
  // One was won too early in the CRM, taken back, and won in earnest.
  if (isTouched && index === 5) words.push(moved('Negotiation', 0.8), moved('Closed won', 0.95));
  return words;
}

/** A third of the largest win came back. */
async function seedRefund(db: TenantDb, now: Date): Promise<void> {
  const won = await db
    .selectFrom('opportunities')
    .select(['id', 'amountMinor', 'currency', 'rate', 'valueMinor'])
    .where('state', '=', 'won')
    .where('currency', '=', 'EUR')
    .orderBy('amountMinor', 'desc')
    .orderBy('externalId')
    .limit(1)
    .executeTakeFirst();
  if (!won) return;
  const amountMinor = Math.round(won.amountMinor / 300) * 100;
  await insertRefund(db, {
    id: uuidv7(),
    opportunityId: won.id,
    externalId: 'CR-001',
    refundedOn: new Date(now.getTime() - dayMs).toISOString().slice(0, 10),
    amountMinor,
    currency: 'EUR',
    rate: '1',
    valueMinor: amountMinor,
    note: 'One of three halls was not built',
  });
}
