import type { TenantDb } from '../../../db/connection.ts';
import { findBroadcast } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findStepIds } from '../../../db/queries/drips/definitions.ts';
import { findDrip } from '../../../db/queries/drips/drips.ts';
import type { ExperimentOwner, ExperimentRow } from '../../../db/queries/experiments/experiments.ts';
import { excerpts } from '../../../domain/audit/excerpt.ts';
import { DomainError } from '../../../domain/errors.ts';
import {
  planProblems,
  type ExperimentPlan,
  type ExperimentSource,
  type VariantLabel,
} from '../../../domain/experiments/experiment.ts';
import { variantLabels } from '../../../domain/experiments/labels.ts';
import { percentsOf } from '../../../domain/experiments/values.ts';
import type { z } from '@hono/zod-openapi';

/** What a test is on, which must belong to the campaign in the path and must not have begun. */
export async function resolveSource(
  db: TenantDb,
  campaignId: string,
  source: ExperimentSource,
): Promise<ExperimentOwner> {
  if (source.kind === 'broadcast') {
    const broadcast = await findBroadcast(db, source.broadcastId);
    if (broadcast?.campaignId !== campaignId)
      throw unknown('source.broadcastId', 'There is no such broadcast in this campaign.');
    if (broadcast.localStart)
      throw unknown(
        'source.broadcastId',
        'A broadcast that goes by everybody’s own clock cannot be tested; give it one start first.',
      );
    return { campaignId, broadcastId: broadcast.id, dripId: null, stepId: null };
  }
  const drip = await findDrip(db, source.dripId);
  if (drip?.campaignId !== campaignId) throw unknown('source.dripId', 'There is no such drip in this campaign.');
  const stepId = (await findStepIds(db, drip.id)).get(source.step);
  const message = stepId && (await sendsIn(db, { dripId: drip.id, number: drip.currentVersion, stepId }));
  if (!stepId || !message) throw unknown('source.step', `The drip has no step ${source.step} that sends a message.`);
  return { campaignId, broadcastId: null, dripId: drip.id, stepId };
}

async function sendsIn(db: TenantDb, step: { dripId: string; number: number; stepId: string }): Promise<boolean> {
  const row = await db
    .selectFrom('dripMessages')
    .select('id')
    .where('dripId', '=', step.dripId)
    .where('number', '=', step.number)
    .where('stepId', '=', step.stepId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Refuses a plan that does not hold together or names senders that do not exist. */
export async function checkPlan(db: TenantDb, plan: ExperimentPlan, kind: ExperimentSource['kind']): Promise<void> {
  const problems = planProblems(plan, kind);
  for (const [index, { changes }] of plan.variants.entries()) {
    const { senderId } = changes;
    if (senderId && !(await db.selectFrom('senders').select('id').where('id', '=', senderId).executeTakeFirst()))
      problems.push({ path: `variants.${index}.changes.senderId`, message: 'There is no such sender.' });
  }
  if (problems.length === 0) return;
  throw new DomainError(
    'invalid',
    problems[0]!.message,
    problems.map(({ path, message }) => ({ path, code: 'invalid', message })),
  );
}

/** The plan of an existing test, which a change starts from. */
export function planOf(row: ExperimentRow): ExperimentPlan {
  const { name, metric, goalEvent, minimumPeople, waitHours, endHours, looks, decides, allocation } = row;
  return {
    name,
    metric,
    goalEvent,
    minimumPeople,
    waitHours,
    endHours,
    looks,
    decides,
    allocation,
    fallback: row.fallback as z.infer<typeof VariantLabel>,
    ...percentsOf(row),
    variants: row.variants.slice(1).map(({ changes, delayMinutes }) => ({ changes, delayMinutes })),
  };
}

/** What the audit log records of a test that is made, changed or removed: one field for each variant, and of these only the differences. */
export function auditedPlans(was: ExperimentRow | null, is: ExperimentRow | null) {
  const labels = variantLabels.slice(0, Math.max(was?.variants.length ?? 0, is?.variants.length ?? 0)).slice(1);
  const variants = labels.map((label, index) => {
    const [from, to] = [was && variantOf(was, index), is && variantOf(is, index)];
    const names = [...new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])].sort();
    const told = names
      .map((name) => [name, ...excerpts(from?.[name], to?.[name])] as const)
      .filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is));
    const state = (at: 1 | 2) => Object.fromEntries(told.map((one) => [one[0], one[at]]));
    return [`variant${label}`, from && state(1), to && state(2)] as const;
  });
  const plan = (row: ExperimentRow | null, at: 1 | 2) => {
    if (!row) return null;
    const { variants: _, ...rest } = planOf(row);
    return { status: row.status, ...rest, ...Object.fromEntries(variants.map((one) => [one[0], one[at]])) };
  };
  return { before: plan(was, 1), after: plan(is, 2) };
}

/** What a variant other than A changes; null if there is none with this number. */
function variantOf(row: ExperimentRow, index: number): Record<string, unknown> | null {
  const variant = planOf(row).variants[index];
  return variant ? { ...variant.changes, delayMinutes: variant.delayMinutes } : null;
}

function unknown(path: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ path, code: 'unknown_reference', message }]);
}
