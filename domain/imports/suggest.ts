import { keyFromLabel, slotCounts, type AttributeType } from '../attributes/attribute.ts';
import { readAttribute } from '../attributes/value.ts';
import { parseEmail } from '../people/email.ts';
import { cutText } from './csv-format.ts';
import { foldColumn } from './fold-column.ts';
import type { CoreField, ImportMappingInput, MappedField } from './mapping.ts';
import { consentColumns, presets, synonyms, type PresetName } from './presets.ts';

/** A mapping to start from, and the product whose export the file looks like. */
export interface SuggestedMapping {
  preset: PresetName | null;
  mapping: ImportMappingInput;
}

/** Suggests what becomes of the columns of a file, from their names and the values in its first rows. */
export function suggestMapping(columns: readonly string[], rows: readonly string[][]): SuggestedMapping {
  const preset = findPreset(columns);
  const taken = new Set<string>();
  const free: Record<AttributeType, number> = { ...slotCounts };
  const fields: MappedField[] = [];
  columns.forEach((column, place) => {
    const values = rows.map((row) => row[place]?.trim() ?? '').filter((value) => value !== '');
    const field = suggestField(column, values, preset);
    if (field && !taken.has(field)) {
      taken.add(field);
      fields.push({ column, to: field });
      return;
    }
    const type = guessType(values);
    const to = `attributes.${keyFromLabel(column)}`;
    if (values.length === 0 || taken.has(to) || free[type] === 0) return;
    free[type]--;
    taken.add(to);
    fields.push({ column, to, type, label: cutText(column, 200) });
  });
  const key = taken.has('email') || !taken.has('externalId') ? 'email' : 'externalId';
  return { preset, mapping: { key, fields, consent: suggestConsent(columns, rows, preset) } };
}

/** The type that all of these values have; text where there are none. */
export function guessType(values: readonly string[]): AttributeType {
  if (values.length === 0) return 'text';
  const all = (type: AttributeType) => values.every((value) => 'value' in readAttribute(type, value));
  // 0 and 1 alone are as often counts as answers.
  if (all('boolean') && !values.every((value) => /^[01x]$/i.test(value))) return 'boolean';
  return all('number') ? 'number' : all('date') ? 'date' : 'text';
}

function findPreset(columns: readonly string[]): PresetName | null {
  const names = new Set(columns.map(foldColumn));
  const all = Object.keys(presets) as PresetName[];
  return (
    all.find((preset) =>
      presets[preset].signature.every((anyOf) => anyOf.some((name) => names.has(foldColumn(name)))),
    ) ?? null
  );
}

function suggestField(column: string, values: readonly string[], preset: PresetName | null): CoreField | null {
  const name = foldColumn(column);
  const own = preset && Object.entries(presets[preset].fields).find(([label]) => foldColumn(label) === name);
  if (own) return own[1];
  const known = Object.entries(synonyms).find(([, names]) => names.some((synonym) => foldColumn(synonym) === name));
  if (known) return known[0] as CoreField;
  const addresses = values.filter((value) => value.includes('@') && 'key' in parseEmail(value));
  return values.length > 0 && addresses.length === values.length ? 'email' : null;
}

/** A column that says who may be written to: the preset's own, or one with a usual name. It is a suggestion; a person confirms it. */
function suggestConsent(
  columns: readonly string[],
  rows: readonly string[][],
  preset: PresetName | null,
): ImportMappingInput['consent'] {
  const names = [...(preset ? [presets[preset].consent] : []), ...consentColumns];
  for (const { column: name, answers } of names) {
    const place = columns.findIndex((candidate) => foldColumn(candidate) === foldColumn(name));
    const values = rows.map((row) => row[place]?.trim() ?? '');
    const equals = values.find((value) => (answers as readonly string[]).includes(value.toLowerCase()));
    const column = columns[place];
    if (column !== undefined && equals !== undefined)
      return { column, equals, source: `import (${preset ?? 'file'})`, basis: 'consent' };
  }
  return null;
}
