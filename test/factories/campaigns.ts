import { withTenant, type Database } from '../../db/connection.ts';
import type { TestDatabase } from '../database.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { insertBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { insertStartingTypes, listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { insertCampaign, markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import { MessageContent } from '../../domain/content/content.ts';

/** A tenant with people, a sender and a campaign with one broadcast to everyone. */
export interface TestCampaign {
  tenantId: string;
  campaignId: string;
  broadcastId: string;
  senderId: string;
}

/** How many people (all with consent), the campaign's status, the cap, and how the message differs from the usual one. */
export interface TestCampaignOptions {
  people?: number;
  status?: CampaignStatus;
  capMessages?: number | null;
  content?: Partial<MessageContent>;
  author?: string;
}

const body = `<mjml><mj-body><mj-section><mj-column><mj-text>
Hello {{ person.firstName | default: "there" }}, <a href="https://shop.example/spring">see the offer</a>.
{{ tenant.name }}, {{ tenant.postalAddress }} <a href="{{ unsubscribeUrl }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`;

/** A tenant with a name and a postal address; the one thing that only the owner can make. */
export async function createTenantRow(
  owner: Database,
  options: { name?: string; capMessages?: number | null } = {},
): Promise<string> {
  const { name = 'Acme', capMessages = 5 } = options;
  const [row] = await owner.sql<{ tenant_id: string }[]>`
    insert into tenants (name, postal_address, cap_messages) values (${name}, '1 Main Street, Springfield', ${capMessages}) returning tenant_id`;
  return row!.tenant_id;
}

/** People `person-1@people.example` … with consent, through the application's role. */
export async function createPeople(app: Database, tenantId: string, count: number): Promise<void> {
  await app.sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    await sql`
      insert into people (email, email_key, first_name, consent, consent_at, email_status)
      select 'person-' || n || '@people.example', 'person-' || n || '@people.example', 'Person ' || n, 'granted', now(), 'ok'
      from generate_series(1, ${count}) n`;
  });
}

/** Makes all of it as the application's role. */
export async function createTestCampaign(
  database: TestDatabase,
  options: TestCampaignOptions = {},
): Promise<TestCampaign> {
  const { people = 10, status = 'draft', author = 'author-1' } = options;
  const app = database.open('salescompass_app');
  const tenantId = await createTenantRow(database.owner, options);
  await createPeople(app, tenantId, people);
  return withTenant(app.db, tenantId, async (db) => {
    await insertStartingTypes(db);
    const types = await listCampaignTypes(db);
    const senderId = await insertSender(db, {
      name: 'Acme News',
      address: 'news@acme.example',
      replyTo: null,
      ratePerSecond: null,
    });
    const campaign = await insertCampaign(db, {
      name: 'Spring',
      campaignTypeId: types.find(({ name }) => name === 'E-mail')!.id,
      currency: 'EUR',
      utmId: 'c-spring',
      createdBy: author,
    });
    const content = MessageContent.parse({
      subject: 'Spring is here',
      preheader: 'Look',
      body,
      senderId,
      ...options.content,
    });
    const audience = { ...emptyAudience, everyone: true };
    const broadcastId = await insertBroadcast(db, { campaignId: campaign.id, name: 'Invitation', audience, content });
    if (status !== 'draft') {
      const approvedHash = await findContentHash(db, campaign.id);
      await markCampaign(db, { id: campaign.id, from: ['draft'], to: status, values: { approvedHash } });
    }
    return { tenantId, campaignId: campaign.id, broadcastId, senderId: senderId! };
  });
}
