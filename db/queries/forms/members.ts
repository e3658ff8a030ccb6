import { sql } from 'kysely';
import { cut } from '../../../domain/characters.ts';
import type { TenantDb } from '../../connection.ts';
import { markResponded } from '../engagement/engagement.ts';
import { setChangedBy } from '../members/history.ts';
import { insertMembers } from '../members/members.ts';

/**
 * Whoever fills in a form of a campaign has responded to it: they become a member in the first responded status of its type (the default
 * one, where none counts as a response), and who is one already moves there from a status before it, never back.
 */
export async function enrolByForm(
  db: TenantDb,
  response: { campaignId: string; personId: string; formName: string },
): Promise<void> {
  const { campaignId, personId, formName } = response;
  const { rows } = await sql<{ id: string }>`
    select s.id from campaign_type_statuses s
    join campaigns c on c.tenant_id = s.tenant_id and c.campaign_type_id = s.campaign_type_id and c.id = ${campaignId}::uuid
    where s.tenant_id = current_tenant() and s.retired_at is null and (s.responded or s.is_default)
    order by s.responded desc, s.position limit 1`.execute(db);
  const [status] = rows;
  if (!status) return;
  const by = { kind: 'workflow', name: cut(`Form: ${formName}`, 0, 100) } as const;
  await setChangedBy(db, by, 'form');
  const added = await insertMembers(db, { campaignId, personIds: [personId], statusId: status.id, source: 'form' });
  if (added.size === 0)
    await markResponded(db, [{ campaignId, personId, messageId: null, at: new Date() }], { by, cause: 'form' });
}
