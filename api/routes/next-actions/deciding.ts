import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { carryOut } from '../../../db/queries/next-actions/acts.ts';
import { acceptNextActions, closeNextActions, listPeopleOf } from '../../../db/queries/next-actions/next-actions.ts';
import { findNextAction, type NextActionRow } from '../../../db/queries/next-actions/rows.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { suggestionObstacleWords } from '../../../domain/next-actions/words.ts';
import type { Actor } from '../../../domain/policy/actor.ts';

/** Accepts what still waits, does it and writes it down; what somebody may not get any more is taken back first. */
export async function acceptAll(db: TenantDb, actor: Actor, ids: readonly string[]) {
  const nowIso = new Date().toISOString();
  await closeNextActions(db, { nowIso, personIds: await listPeopleOf(db, ids) });
  const accepted = await acceptNextActions(db, { ids, by: actor.name, nowIso });
  const consequences = await carryOut(db, accepted, nowIso);
  const people = accepted.filter(({ id }) => !consequences.takenBack.has(id));
  const [first, ...others] = people;
  if (first && others.length === 0) {
    const row = await needNextAction(db, first.id);
    await auditDecision(db, actor, { before: { ...row, status: 'suggested' }, after: 'accepted' });
  } else if (first)
    await insertAudit(db, actor, {
      action: 'nextActions.accept',
      entityKind: 'tenant',
      entityId: actor.tenantId,
      after: { actions: people.length, kinds: [...new Set(people.map(({ kind }) => kind))] },
    });
  return { people, consequences };
}

/** Writes down who accepted, refused or finished it, as an entry about the person. */
export async function auditDecision(
  db: TenantDb,
  actor: Actor,
  { before, after }: { before: NextActionRow; after: 'accepted' | 'rejected' | 'done' },
): Promise<void> {
  const verb = { accepted: 'accept', rejected: 'reject', done: 'done' }[after];
  await insertAudit(db, actor, {
    action: `nextActions.${verb}`,
    entityKind: 'person',
    entityId: before.personId,
    part: { kind: 'nextAction', id: before.id, name: before.label ?? before.kind },
    before: { status: before.status },
    after: { status: after },
  });
}

/** The decision as it is now; throws `not_found` if there is none. */
export async function needNextAction(db: TenantDb, id: string): Promise<NextActionRow> {
  const row = await findNextAction(db, id);
  if (!row) throw notFound('next action');
  return row;
}

const states: Record<Exclude<NextActionRow['status'], 'withdrawn'>, string> = {
  suggested: 'still waits for somebody to accept it',
  accepted: 'was accepted already',
  done: 'is done',
  rejected: 'was rejected already',
  expired: 'waited too long and is over',
  left_alone: 'is to do nothing',
};

const whyTakenBack: Record<string, string> = {
  turned_off: 'next actions were turned off',
  not_open: 'what it would do is not open any more',
  had_before: 'the person has had it',
};

/** What is so, to stand behind “it” or “this”. */
export const stateOf = ({ status, statusReason }: NextActionRow): string =>
  status === 'withdrawn'
    ? `was taken back: ${whyTakenBack[statusReason ?? ''] ?? 'the person may not get it any more'}`
    : states[status];

/** The refusal of a decision that does not wait any more, or that nobody may accept now. */
export const notOpen = (row: NextActionRow): DomainError =>
  new DomainError(
    'conflict',
    row.obstacle
      ? `It cannot be accepted: ${suggestionObstacleWords[row.obstacle]}. Nothing was changed.`
      : `It ${stateOf(row)}. Nothing was changed.`,
  );
