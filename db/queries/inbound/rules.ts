import { sql } from 'kysely';
import type { InboundRule, InboundRuleInput, TaughtRule } from '../../../domain/inbound/rule.ts';
import type { TenantDb } from '../../connection.ts';

/** The rules that hold, as they decide. */
export async function listHoldingRules(db: TenantDb): Promise<TaughtRule[]> {
  const rows = await db
    .selectFrom('inboundRules')
    .select(['id', 'phrase', 'meaning', 'goesFirst'])
    .where('undoneAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, meaning: row.meaning as TaughtRule['meaning'] }));
}

interface RuleRow extends Omit<InboundRule, 'createdAt' | 'undoneAt'> {
  createdAt: Date;
  undoneAt: Date | null;
}

const present = ({ createdAt, undoneAt, ...rule }: RuleRow): InboundRule => ({
  ...rule,
  createdAt: createdAt.toISOString(),
  undoneAt: undoneAt?.toISOString() ?? null,
});

const columns = sql`r.id, r.phrase, r.meaning, r.goes_first, r.created_at, r.created_by_name, r.undone_at,
  (select count(*)::int8 from inbound_mails i where i.tenant_id = r.tenant_id and i.rule_id = r.id) as decided`;

/** What was taught, newest first; those that were taken back are among them. */
export async function listInboundRules(
  db: TenantDb,
  { limit, after }: { limit: number; after: string | null },
): Promise<InboundRule[]> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from inbound_rules r
    where r.tenant_id = current_tenant() and (${after}::uuid is null or r.id < ${after})
    order by r.id desc limit ${limit}`.execute(db);
  return rows.map(present);
}

/** One rule; undefined where the tenant has none of this id. */
export async function findInboundRule(db: TenantDb, id: string): Promise<InboundRule | undefined> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from inbound_rules r where r.tenant_id = current_tenant() and r.id = ${id}`.execute(db);
  return rows[0] && present(rows[0]);
}

/** Writes a rule; false where another one that holds has this phrase. */
export async function insertInboundRule(
  db: TenantDb,
  { byName, ...rule }: InboundRuleInput & { id: string; byName: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into inbound_rules (id, phrase, meaning, goes_first, created_by_name)
    values (${rule.id}, ${rule.phrase}, ${rule.meaning}, ${rule.goesFirst}, ${byName})
    on conflict (tenant_id, lower(phrase)) where undone_at is null do nothing returning id`.execute(db);
  return rows.length > 0;
}

/** Takes a rule back; false where it was before. */
export async function undoInboundRule(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .updateTable('inboundRules')
    .set({ undoneAt: sql<Date>`now()` })
    .where('id', '=', id)
    .where('undoneAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What a phrase stands in, of what waits for a person: how many, and some of them. */
export interface PhraseReach {
  count: number;
  samples: { id: string; subject: string; fromAddress: string }[];
}

/** Says how many mails that wait a phrase would decide. */
export async function findPhraseReach(db: TenantDb, phrase: string): Promise<PhraseReach> {
  const { rows } = await sql<PhraseReach>`
    with fitting as (
      select id, subject, from_address, received_at from inbound_mails
      where tenant_id = current_tenant() and state = 'review' and ${stands(phrase)})
    select (select count(*) from fitting)::int8 as count,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'subject', s.subject, 'fromAddress', s.from_address))
        from (select * from fitting order by received_at desc limit 3) s), '[]') as samples`.execute(db);
  return rows[0] ?? { count: 0, samples: [] };
}

/** Whether a phrase stands in what rules look at. */
export const stands = (phrase: string) => sql<boolean>`strpos(wording, lower(${phrase})) > 0`;
