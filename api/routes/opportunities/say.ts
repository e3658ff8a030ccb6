import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findOpportunity } from '../../../db/queries/opportunities/opportunities.ts';
import { hearOpportunities } from '../../../db/queries/opportunities/words.ts';
import { DomainError, notFound, type FieldError } from '../../../domain/errors.ts';
import type { OpportunityTarget } from '../../../domain/opportunities/hear.ts';
import type { Opportunity, OpportunityInput, OpportunityResult } from '../../../domain/opportunities/opportunity.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { changedMeanwhile } from '../../etag.ts';

/** Hears one word about an opportunity and returns it as it is then; a refusal names the field and how to mend it. */
export async function sayOpportunity(
  db: TenantDb,
  actor: Actor,
  word: { target: OpportunityTarget; input: OpportunityInput; version: number | null },
): Promise<{ opportunity: Opportunity; result: OpportunityResult }> {
  const { target } = word;
  const before = 'id' in target ? await findOpportunity(db, target.id) : undefined;
  const [outcome] = await hearOpportunities(db, [word], new Date().toISOString());
  if (!outcome?.id || outcome.result === 'refused') throw refusalOf(outcome?.problems ?? []);
  const opportunity = await findOpportunity(db, outcome.id);
  if (!opportunity) throw notFound('opportunity');
  if (outcome.result !== 'unchanged' && outcome.result !== 'repeated') {
    await insertAudit(db, actor, {
      action: outcome.result === 'added' ? 'opportunity.add' : 'opportunity.edit',
      entityKind: 'opportunity',
      entityId: opportunity.id,
      before: before ? audited(before) : null,
      after: audited(opportunity),
    });
  }
  return { opportunity, result: outcome.result };
}

/** What the audit log keeps of an opportunity: of people only their ids, since it cannot be erased. */
export function audited(opportunity: Opportunity): Record<string, unknown> {
  const { name, stage, state, amount, openedAt, expectedCloseOn, closedAt, accountId, ownerId, leadSource } =
    opportunity;
  const { primaryCampaignId, contactRoles } = opportunity;
  return {
    ...{
      name,
      stage,
      state,
      amount,
      openedAt,
      expectedCloseOn,
      closedAt,
      accountId,
      ownerId,
      leadSource,
      primaryCampaignId,
    },
    people: contactRoles.map(({ personId }) => personId).sort(),
  };
}

function refusalOf(problems: FieldError[]): DomainError {
  const [first] = problems;
  if (first?.code === 'stale') return changedMeanwhile();
  if (first?.path === 'id') return notFound('opportunity');
  const code = first?.code === 'taken' || first?.code === 'deleted' ? 'conflict' : 'invalid';
  const fields = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new DomainError(code, `Nothing was saved: ${fields}.`, problems);
}
