import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteStages,
  holdStages,
  listOpportunitiesOf,
  listStages,
  listUsedStages,
  upsertStage,
} from '../../../db/queries/opportunities/stages.ts';
import { retellOpportunities } from '../../../db/queries/opportunities/words.ts';
import { DomainError, type FieldError } from '../../../domain/errors.ts';
import { foldStage, type Stage, type StageInput } from '../../../domain/opportunities/stage.ts';
import { versionOfStages } from '../../../domain/opportunities/stages-version.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { changedMeanwhile } from '../../etag.ts';

/** How many opportunities are told anew in one go. */
const atOnce = 500;

/**
 * Puts the pipeline as given: order, names, outcomes, chances. A stage that somebody is or was in cannot go. Where one gets another
 * outcome, every opportunity that was ever in it is told anew, and so valued and credited anew.
 */
export async function replaceStages(
  db: TenantDb,
  actor: Actor,
  { stages, version }: { stages: readonly StageInput[]; version: number | null },
): Promise<Stage[]> {
  await holdStages(db);
  const before = await listStages(db);
  if (version !== null && version !== versionOfStages(before)) throw changedMeanwhile();
  const known = new Map(before.map((stage) => [stage.id, stage]));
  const byName = new Map(before.map((stage) => [foldStage(stage.name), stage.id]));
  const wanted = stages.map((stage) => ({ ...stage, id: stage.id ?? byName.get(foldStage(stage.name)) ?? uuidv7() }));
  refuseUnknown(stages, known);
  refuseDoubles(wanted);
  const kept = new Set(wanted.map(({ id }) => id));
  const gone = before.filter(({ id }) => !kept.has(id));
  await refuseUsed(db, gone);
  await deleteStages(
    db,
    gone.map(({ id }) => id),
  );
  // Names are unique, and two may change places: first they all step aside.
  const renamed = wanted.filter(({ id, name }) => known.has(id) && known.get(id)?.name !== name);
  for (const [index, { id }] of renamed.entries())
    await upsertStage(db, { ...known.get(id)!, name: `${id} ${index}`, position: 0 });
  for (const [index, { id, name, outcome, probabilityPercent }] of wanted.entries())
    await upsertStage(db, { id, name, outcome, probabilityPercent, position: index + 1 });
  const mended = wanted.filter(({ id, outcome }) => known.has(id) && known.get(id)?.outcome !== outcome);
  const ids = await listOpportunitiesOf(
    db,
    mended.map(({ id }) => id),
  );
  for (let start = 0; start < ids.length; start += atOnce)
    await retellOpportunities(db, ids.slice(start, start + atOnce));
  const after = await listStages(db);
  await insertAudit(db, actor, {
    action: 'opportunityStages.set',
    entityKind: 'tenant',
    entityId: actor.tenantId,
    before: { stages: before.map(named) },
    after: { stages: after.map(named) },
  });
  return after;
}

const named = ({ name, outcome, probabilityPercent }: Stage) => ({ name, outcome, probabilityPercent });

function refuseUnknown(stages: readonly StageInput[], known: ReadonlyMap<string, Stage>): void {
  const problems = stages.flatMap(({ id }, index): FieldError[] =>
    id === undefined || known.has(id)
      ? []
      : [{ path: `stages.${index}.id`, code: 'not_found', message: 'is no stage; leave the id out to add one' }],
  );
  if (problems.length > 0) throw new DomainError('invalid', 'There is no such stage. Nothing was changed.', problems);
}

function refuseDoubles(stages: readonly { id: string; name: string }[]): void {
  const problems = stages.flatMap(({ id, name }, index): FieldError[] => {
    const earlier = stages.slice(0, index);
    const isDouble = earlier.some((one) => one.id === id || foldStage(one.name) === foldStage(name));
    return isDouble ? [{ path: `stages.${index}.name`, code: 'repeated', message: 'is there twice' }] : [];
  });
  if (problems.length > 0) throw new DomainError('invalid', 'A stage is there twice. Nothing was changed.', problems);
}

async function refuseUsed(db: TenantDb, gone: readonly Stage[]): Promise<void> {
  const used = await listUsedStages(
    db,
    gone.map(({ id }) => id),
  );
  const names = gone.filter(({ id }) => used.has(id)).map(({ name }) => `"${name}"`);
  if (names.length === 0) return;
  const message = `Opportunities are or were in ${names.join(', ')}, so it cannot go. Rename it or leave it where it is. Nothing was changed.`;
  throw new DomainError('conflict', message, [
    { path: 'stages', code: 'in_use', message: `must keep ${names.join(', ')}` },
  ]);
}
