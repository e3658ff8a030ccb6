import { v7 as uuidv7 } from 'uuid';
import { dayIn } from '../../../domain/calendar/day.ts';
import type { FieldError } from '../../../domain/errors.ts';
import {
  externalIdOf,
  hearWord,
  isMeant,
  type Hearing,
  type OpportunityWord,
} from '../../../domain/opportunities/hear.ts';
import { retell } from '../../../domain/opportunities/retell.ts';
import type { HeldOpportunity, OpportunityStanding } from '../../../domain/opportunities/held.ts';
import type { OpportunityResult, OpportunityWordInput } from '../../../domain/opportunities/opportunity.ts';
import type { TenantDb } from '../../connection.ts';
import { askForAttribution } from '../attribution/work.ts';
import { findReferences } from './references.ts';
import { holdOpportunities, replaceRoles, upsertLines, upsertOpportunities } from './rows.ts';
import { openStageBook } from './stages.ts';
import { valuesOn, type AmountOfDay } from '../costs/values.ts';

/** What became of a word. */
export interface OpportunityOutcome {
  result: OpportunityResult;
  /** Null if the fact was refused and no such opportunity exists. */
  id: string | null;
  problems: FieldError[];
}

/**
 * Hears what is said of opportunities, in the order given, and writes what comes of it in one go: new ones, changes, history, parts,
 * values in the tenant's currency, and that they are to be credited anew. What is wrong with one word does not touch the others.
 */
export async function hearOpportunities(
  db: TenantDb,
  words: readonly OpportunityWord<OpportunityWordInput>[],
  nowIso: string,
): Promise<OpportunityOutcome[]> {
  const { currency, timeZone } = await holdTenant(db);
  const inputs = words.map(({ input }) => input);
  const references = await findReferences(db, inputs);
  const stages = await openStageBook(
    db,
    inputs.flatMap(({ stage }) => stage ?? []),
  );
  const held = await holdOpportunities(db, {
    ids: words.flatMap(({ target }) => ('id' in target ? target.id : 'newId' in target ? target.newId : [])),
    externalIds: [...new Set(words.flatMap(({ target }) => externalIdOf(target) ?? []))],
  });
  const kept = keptValues(held, timeZone);
  const hearing: Hearing = { nowIso, currency, stages, newId: uuidv7 };
  const written = new Set<HeldOpportunity>();
  const outcomes = words.map((word, index): OpportunityOutcome => {
    const found = held.find((one) => isMeant(one, word.target));
    const heard = hearWord(word, { found, references: references[index] ?? { problems: [] }, hearing });
    if (heard.held && !found) held.push(heard.held);
    if (heard.held && heard.isWritten) written.add(heard.held);
    return { result: heard.result, problems: heard.problems, id: heard.held?.id ?? found?.id ?? null };
  });
  await stages.write(new Set([...written].flatMap(({ lines }) => lines.map(({ stageId }) => stageId))));
  await writeOpportunities(db, [...written], { timeZone, currency, kept });
  return outcomes;
}

/** Tells opportunities anew whose stages have changed their meaning, and values and credits them by it. */
export async function retellOpportunities(db: TenantDb, ids: readonly string[]): Promise<void> {
  const { currency, timeZone } = await holdTenant(db);
  const held = await holdOpportunities(db, { ids, externalIds: [] });
  const kept = keptValues(held, timeZone);
  const stages = await openStageBook(db, []);
  for (const one of held) retell(one, { stages, currency });
  await stages.write(new Set(held.flatMap(({ lines }) => lines.map(({ stageId }) => stageId))));
  await writeOpportunities(db, held, { timeZone, currency, kept });
}

/** Values are written in its currency, so it must not change meanwhile. */
function holdTenant(db: TenantDb): Promise<{ currency: string; timeZone: string }> {
  return db.selectFrom('tenants').select(['currency', 'timeZone']).forShare().executeTakeFirstOrThrow();
}

interface Writing {
  timeZone: string;
  currency: string;
  /** For what each opportunity was valued, by id. */
  kept: ReadonlyMap<string, string>;
}

async function writeOpportunities(db: TenantDb, held: readonly HeldOpportunity[], writing: Writing): Promise<void> {
  if (held.length === 0) return;
  await reckonValues(db, held, writing);
  await upsertOpportunities(db, held);
  await upsertLines(
    db,
    held.flatMap(({ id, lines }) => lines.map((line) => ({ opportunityId: id, line }))),
  );
  await replaceRoles(db, held);
  await askForAttribution(
    db,
    held.map(({ id }) => id),
  );
}

/** Values what has another amount, currency or day than it was valued for; what has a value for the same keeps it. */
async function reckonValues(
  db: TenantDb,
  held: readonly HeldOpportunity[],
  { timeZone, currency: into, kept }: Writing,
): Promise<void> {
  const lines = held.flatMap((one) => one.lines.map((line) => ({ one, line })));
  const amounts = [
    ...held.map((one) => amountOf(one, { standing: one.standing, timeZone })),
    ...lines.map(({ one, line }) =>
      amountOf(one, { standing: { ...line, closedAt: line.closedAt ?? line.occurredAt }, timeZone }),
    ),
  ];
  const values = await valuesOn(db, into, amounts);
  held.forEach((one, index) => {
    if (kept.get(one.id) !== JSON.stringify(amounts[index])) Object.assign(one, values[index]);
  });
  lines.forEach(({ line }, index) => {
    line.valueMinor ??= values[held.length + index]?.valueMinor ?? null;
  });
}

/** What opportunities are valued for; those that have no value are not among them. */
function keptValues(held: readonly HeldOpportunity[], timeZone: string): Map<string, string> {
  const valued = held.filter(({ valueMinor }) => valueMinor !== null);
  return new Map(
    valued.map((one) => [one.id, JSON.stringify(amountOf(one, { standing: one.standing, timeZone }))] as const),
  );
}

/** A won amount is valued at the rate of its close date, any other at the rate of the day it was opened. */
function amountOf(
  { facts }: HeldOpportunity,
  { standing, timeZone }: { standing: OpportunityStanding; timeZone: string },
): AmountOfDay {
  const { amountMinor, currency, state, closedAt } = standing;
  return { amountMinor, currency, day: dayIn(state === 'won' && closedAt ? closedAt : facts.openedAt, timeZone) };
}
