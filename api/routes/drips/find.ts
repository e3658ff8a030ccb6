import { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../../db/connection.ts';
import { findDefinition, findRule } from '../../../db/queries/drips/definitions.ts';
import { findDrip, type DripRow } from '../../../db/queries/drips/drips.ts';
import { emptyDefinition, type DripDefinition } from '../../../domain/drips/definition.ts';
import { findStep } from '../../../domain/drips/graph.ts';
import type { DripStep } from '../../../domain/drips/steps.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';

/** `{id}` and `{dripId}` in a path. */
export const DripParams = z.object({ id: Id, dripId: Id });

/** The drip, which must belong to the campaign in the path. */
export async function requireDrip(db: TenantDb, { id, dripId }: z.infer<typeof DripParams>): Promise<DripRow> {
  const row = await findDrip(db, dripId);
  if (!row || row.campaignId !== id) throw notFound('drip');
  return row;
}

/** The definition of its current version with the messages. */
export async function definitionOf(db: TenantDb, { id, currentVersion }: DripRow): Promise<DripDefinition> {
  return (await findDefinition(db, { dripId: id, number: currentVersion })) ?? emptyDefinition;
}

/** Gives the rules of versions, each read once. */
export function ruleReader(db: TenantDb): (ref: { dripId: string; number: number }) => Promise<DripDefinition> {
  const known = new Map<string, DripDefinition>();
  return async (ref) => {
    const key = `${ref.dripId} ${ref.number}`;
    const rule = known.get(key) ?? (await findRule(db, ref)) ?? emptyDefinition;
    known.set(key, rule);
    return rule;
  };
}

/**
 * The steps of a version, and after them those of former ones that are named and that it does not have any more: whoever stood at a
 * step when it was removed finishes it.
 */
export async function stepsByName(
  ruleOf: ReturnType<typeof ruleReader>,
  { dripId, version }: { dripId: string; version: number },
  keys: readonly (string | null)[],
): Promise<DripStep[]> {
  const known = [...(await ruleOf({ dripId, number: version })).steps];
  for (let number = version - 1; number > 0; number--) {
    const missing = keys.filter((key) => key !== null && !findStep(known, key));
    if (missing.length === 0) break;
    const { steps } = await ruleOf({ dripId, number });
    known.push(...steps.filter(({ key }) => missing.includes(key)));
  }
  return known;
}
