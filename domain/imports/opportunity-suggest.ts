import { guessDecimals } from './amount.ts';
import { looksLikeContent } from './content-suggest.ts';
import { foldColumn } from './fold-column.ts';
import { guessDateOrder } from './guess-date-order.ts';
import type { ImportEntity } from './import.ts';
import type { MappedOpportunityField, OpportunityField, OpportunityMappingInput } from './opportunity-mapping.ts';
import { opportunityPresets, opportunitySynonyms, type OpportunityPreset } from './opportunity-presets.ts';
import type { PresetName } from './presets.ts';

/**
 * What the rows of a file are, by its columns: opportunities where it looks like an export of them, or has both a stage and an amount;
 * content where it has addresses and titles and no people.
 */
export function guessEntity(columns: readonly string[]): ImportEntity {
  const names = columns.map((column) => synonymOf(column));
  const hasBoth = names.includes('stage') && names.includes('amount');
  if (findPreset(columns) !== null || hasBoth) return 'opportunities';
  return looksLikeContent(columns) ? 'content' : 'people';
}

/** Suggests what becomes of the columns of a file of opportunities, from their names and the values in its first rows. */
export function suggestOpportunityMapping(
  columns: readonly string[],
  rows: readonly string[][],
): { preset: PresetName | null; mapping: OpportunityMappingInput } {
  const preset = findPreset(columns);
  const taken = new Set<OpportunityField>();
  const fields = columns.flatMap((column, place): MappedOpportunityField[] => {
    const to = (preset && presetField(opportunityPresets[preset], column)) ?? synonymOf(column);
    const values = rows.map((row) => row[place]?.trim() ?? '').filter(Boolean);
    if (!to || taken.has(to) || !couldBe(to, values)) return [];
    taken.add(to);
    return [{ column, to }];
  });
  const valuesOf = (...wanted: OpportunityField[]) =>
    fields
      .filter(({ to }) => wanted.includes(to))
      .flatMap((field) =>
        'column' in field ? rows.map((row) => row[columns.indexOf(field.column)]?.trim() ?? '') : [],
      )
      .filter(Boolean);
  const decimals = guessDecimals(valuesOf('amount'));
  // Where several fit, that of the land of the decimals.
  const orders = decimals === 'comma' ? (['ymd', 'dmy', 'mdy'] as const) : (['ymd', 'mdy', 'dmy'] as const);
  const dateOrder = guessDateOrder(valuesOf('openedAt', 'closeDate'), orders);
  return { preset, mapping: { fields, decimals, dateOrder } };
}

/** A column of contacts without addresses cannot be used: HubSpot exports only their names if somebody chose so. */
function couldBe(to: OpportunityField, values: readonly string[]): boolean {
  return to !== 'contactEmails' || values.length === 0 || values.some((value) => value.includes('@'));
}

function findPreset(columns: readonly string[]): PresetName | null {
  const names = new Set(columns.map(foldColumn));
  const all = Object.keys(opportunityPresets) as PresetName[];
  const isMet = (preset: PresetName) =>
    opportunityPresets[preset].signature.every((anyOf) => anyOf.some((name) => names.has(foldColumn(name))));
  return all.find(isMet) ?? null;
}

function presetField({ fields }: OpportunityPreset, column: string): OpportunityField | undefined {
  return Object.entries(fields).find(([label]) => foldColumn(label) === foldColumn(column))?.[1];
}

function synonymOf(column: string): OpportunityField | undefined {
  const all = Object.entries(opportunitySynonyms) as [OpportunityField, readonly string[]][];
  return all.find(([, names]) => names.some((name) => foldColumn(name) === foldColumn(column)))?.[0];
}
