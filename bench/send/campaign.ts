import { withTenant } from '../../db/connection.ts';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { findBroadcast, insertBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { insertStartingTypes, listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { findCampaign, insertCampaign, markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import { insertSendingDomain } from '../../db/queries/senders/sending-domains.ts';
import { giveCommand } from '../../api/routes/campaigns/command.ts';
import { makeDkimKey } from '../../api/routes/senders/dkim-key.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import type { CampaignRef } from '../../workflows/campaigns/messages.ts';
import { sampleSource } from '../sender/sample.ts';
import type { BenchServers } from './servers.ts';

/** A campaign that is ready to start. */
export type BenchCampaign = CampaignRef & { broadcastId: string };

/**
 * Makes a tenant with `people` people who all gave consent (seven receiving domains, unless told otherwise) and an approved campaign with the message
 * that all senders are measured with.
 */
export async function prepareCampaign(
  servers: Pick<BenchServers, 'owner' | 'app'>,
  options: { people: number; dkim: KeyRing | null; domains?: number },
): Promise<BenchCampaign> {
  const { domains = 7 } = options;
  const [row] = await servers.owner().sql<{ tenant_id: string }[]>`
    insert into tenants (name, postal_address) values ('Example Works', '1 Example Street, 12345 Exampletown') returning tenant_id`;
  const tenantId = row!.tenant_id;
  await servers.app().sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    await sql`
      insert into people (email, email_key, first_name, last_name, company, consent, consent_at, email_status)
      select 'person-' || n || '@sink' || n % ${domains}::int || '.test', 'person-' || n || '@sink' || n % ${domains}::int || '.test', 'Ada' || n, 'Lovelace',
        'Analytical Engines', 'granted', now(), 'ok'
      from generate_series(1, ${options.people}) n`;
  });
  await servers.owner().sql`analyze`;
  return withTenant(servers.app().db, tenantId, async (db) => {
    await insertStartingTypes(db);
    const [type] = await listCampaignTypes(db);
    const senderId = await insertSender(db, {
      name: 'Example Works',
      address: 'news@example.test',
      replyTo: 'hello@example.test',
      ratePerSecond: null,
    });
    if (options.dkim)
      await insertSendingDomain(db, {
        domain: 'example.test',
        keys: [await makeDkimKey(options.dkim, 'rsa-sha256')],
      });
    const campaign = await insertCampaign(db, {
      name: 'Spring programme',
      campaignTypeId: type!.id,
      currency: 'EUR',
      utmId: 'bench',
      createdBy: 'bench',
    });
    const audience = { ...emptyAudience, everyone: true };
    const content = { ...sampleSource.content, senderId: senderId! };
    const broadcastId = await insertBroadcast(db, {
      campaignId: campaign.id,
      name: 'Spring programme',
      audience,
      content,
    });
    const approvedHash = await findContentHash(db, campaign.id);
    await markCampaign(db, { id: campaign.id, from: ['draft'], to: 'approved', values: { approvedHash } });
    return { tenantId, campaignId: campaign.id, broadcastId };
  });
}

/** Gives the command to start. */
export function startCampaign(servers: BenchServers, campaign: BenchCampaign): Promise<void> {
  return command(servers, campaign, 'start');
}

/** Takes back what of it was not sent. */
export function cancelCampaign(servers: BenchServers, campaign: BenchCampaign): Promise<void> {
  return command(servers, campaign, 'cancel');
}

async function command(
  servers: BenchServers,
  { tenantId, campaignId }: BenchCampaign,
  command: 'start' | 'cancel',
): Promise<void> {
  const actor = {
    tenantId,
    kind: 'user' as const,
    personId: null,
    name: 'bench',
    role: 'admin' as const,
    isInstallationOperator: false,
  };
  await giveCommand(servers.client, actor, { tenantId, campaignId, command });
}

/** Status and counters, or null where the database does not answer at the moment. */
export async function readCampaign(servers: BenchServers, campaign: BenchCampaign) {
  try {
    return await withTenant(servers.app().db, campaign.tenantId, async (db) => ({
      status: (await findCampaign(db, campaign.campaignId))?.status,
      counters: (await findBroadcast(db, campaign.broadcastId))?.counters ?? {},
    }));
  } catch {
    return null;
  }
}

/** The ids of the messages that are listed as uncertain and not decided. */
export async function listUncertainIds(servers: BenchServers, campaign: BenchCampaign): Promise<string[]> {
  const rows = await servers.owner().sql<{ id: string }[]>`
    select message_id as id from uncertain_messages where tenant_id = ${campaign.tenantId} and decision is null`;
  return rows.map((row) => row.id);
}

/** The ids of all messages that were meant for somebody, by status. */
export async function listMessages(
  servers: BenchServers,
  campaign: BenchCampaign,
): Promise<{ id: string; status: string }[]> {
  return servers.owner().sql<{ id: string; status: string }[]>`
    select id, status from messages where tenant_id = ${campaign.tenantId}`;
}

/** History events of every workflow that took part, over all its runs. */
export async function countHistory(
  servers: BenchServers,
  { tenantId, campaignId, broadcastId }: BenchCampaign,
): Promise<number> {
  let events = 0;
  for (const id of [
    `campaign/${tenantId}/${campaignId}`,
    `broadcast/${tenantId}/${broadcastId}`,
    `outbox/${tenantId}`,
  ]) {
    for await (const run of servers.client.workflow.list({ query: `WorkflowId = '${id}'` })) {
      events += (await servers.client.workflow.getHandle(id, run.runId).describe()).historyLength;
    }
  }
  return events;
}
