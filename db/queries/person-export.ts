import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';
import { listConsents } from './consents.ts';
import { findPerson } from './people.ts';

/** Everything that is held on a person, for the person: fields, consent, lists, campaigns, messages, events, suppression, imports. */
export async function findPersonRecord(db: TenantDb, personId: string): Promise<Record<string, unknown> | undefined> {
  const person = await findPerson(db, personId);
  if (!person) return undefined;
  const lists = await db
    .selectFrom('listPeople as l')
    .innerJoin('lists', (join) => join.onRef('lists.tenantId', '=', 'l.tenantId').onRef('lists.id', '=', 'l.listId'))
    .select(['lists.id', 'lists.name', 'l.addedAt'])
    .where('l.personId', '=', personId)
    .execute();
  const campaigns = await db
    .selectFrom('campaignMembers as m')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'm.tenantId').onRef('c.id', '=', 'm.campaignId'),
    )
    .innerJoin('campaignTypeStatuses as s', (join) =>
      join.onRef('s.tenantId', '=', 'm.tenantId').onRef('s.id', '=', 'm.statusId'),
    )
    .select(['c.id', 'c.name', 's.name as status', 'm.hasResponded', 'm.firstRespondedAt', 'm.createdAt'])
    .where('m.personId', '=', personId)
    .execute();
  const messages = await db
    .selectFrom('messages as m')
    .innerJoin('editions as e', (join) => join.onRef('e.tenantId', '=', 'm.tenantId').onRef('e.id', '=', 'm.editionId'))
    .select([
      'm.id',
      'e.subject',
      'm.status',
      'm.reason',
      'm.sentAt',
      'm.bouncedAt',
      'm.openedAt',
      'm.clickedAt',
      'm.unsubscribedAt',
      'm.complainedAt',
    ])
    .where('m.personId', '=', personId)
    .execute();
  const events = await db
    .selectFrom('engagementEvents')
    .select(['id', 'kind', 'verdict', 'occurredAt', 'receivedAt', 'messageId', 'linkIndex', 'data'])
    .where('personId', '=', personId)
    .orderBy('occurredAt')
    .execute();
  const suppression = await sql<{ reason: string; source: string; createdAt: Date }>`
    select s.reason, s.source, s.created_at from suppressions s
    join people p on p.tenant_id = s.tenant_id and p.email_hash = s.address_hash
    where p.tenant_id = current_tenant() and p.id = ${personId}`.execute(db);
  const remarks = await sql<Record<string, unknown>>`
    select e.import_id, e.row_number, e.field, e.reason, e.value from import_errors e
    join people p on p.tenant_id = e.tenant_id and p.email_hash = e.email_hash
    where p.tenant_id = current_tenant() and p.id = ${personId} order by 1, 2, 3`.execute(db);
  return {
    person,
    consents: await listConsents(db, personId),
    suppression: suppression.rows[0] ?? null,
    lists,
    campaigns,
    messages,
    events,
    importRemarks: remarks.rows,
  };
}
