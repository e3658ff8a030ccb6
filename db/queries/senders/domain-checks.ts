import { sql, type Selectable } from 'kysely';
import type { DomainFinding, DomainState } from '../../../domain/senders/domain-check.ts';
import type { TenantDb } from '../../connection.ts';
import type { DomainCheckRuns } from '../../schema.ts';

/** A stretch of looks that found the same. */
export type DomainCheckRow = Selectable<DomainCheckRuns>;

/** Stretches that are kept of a domain. */
const mostRuns = 100;

/** Keeps a look: a stretch that found the same goes on, else a new one begins. */
export async function recordLook(
  db: TenantDb,
  look: { sendingDomainId: string; nowIso: string; state: DomainState; findings: readonly DomainFinding[] },
): Promise<void> {
  const { sendingDomainId, nowIso, state } = look;
  const findings = JSON.stringify(look.findings);
  const { rows } = await sql<{ id: string }>`
    update domain_check_runs r set until = ${nowIso}::timestamptz, checks = r.checks + 1
    where r.tenant_id = current_tenant() and r.id = (select l.id from domain_check_runs l
        where l.tenant_id = current_tenant() and l.sending_domain_id = ${sendingDomainId} order by l.id desc limit 1)
      and r.state = ${state} and r.findings = ${findings}::text::jsonb
    returning r.id`.execute(db);
  if (rows.length > 0) return;
  await sql`
    insert into domain_check_runs (sending_domain_id, since, until, state, findings)
    values (${sendingDomainId}, ${nowIso}, ${nowIso}, ${state}, ${findings}::text::jsonb)`.execute(db);
  await sql`
    delete from domain_check_runs where tenant_id = current_tenant() and sending_domain_id = ${sendingDomainId}
      and id not in (select id from domain_check_runs where tenant_id = current_tenant()
        and sending_domain_id = ${sendingDomainId} order by id desc limit ${mostRuns})`.execute(db);
}

/** The stretches of a domain, the newest first. */
export function listDomainChecks(db: TenantDb, sendingDomainId: string, limit: number): Promise<DomainCheckRow[]> {
  return db
    .selectFrom('domainCheckRuns')
    .selectAll()
    .where('sendingDomainId', '=', sendingDomainId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
