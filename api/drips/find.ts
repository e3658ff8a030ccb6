import { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../db/connection.ts';
import { findDefinition, findRule } from '../../db/queries/drip-definitions.ts';
import { findDrip, type DripRow } from '../../db/queries/drips.ts';
import { emptyDefinition, type DripDefinition } from '../../domain/drips/definition.ts';
import { notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';

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
