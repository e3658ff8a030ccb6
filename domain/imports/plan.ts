import { AttributeInput, freeSlot, type SlottedAttribute } from '../attributes/attribute.ts';
import { DomainError } from '../errors.ts';
import { cutText } from './csv-format.ts';
import { attributeKey, type ImportMapping } from './mapping.ts';

/** The attributes that a mapping names with a type and that do not exist yet. */
export function missingAttributes(mapping: ImportMapping, existing: readonly SlottedAttribute[]): AttributeInput[] {
  const known = new Set(existing.map(({ key }) => key));
  return mapping.fields.flatMap((field) => {
    const key = attributeKey(field.to);
    if (key === null || known.has(key)) return [];
    if (!field.type)
      throw new DomainError('invalid', `There is no attribute "${key}". Give its type, and it will be made.`);
    const fit = AttributeInput.shape.key.safeParse(key);
    if (!fit.success)
      throw new DomainError('invalid', `The attribute "${key}" cannot be made.`, [
        { path: 'mapping.fields', code: 'key_taken', message: `${key} ${fit.error.issues[0]?.message}` },
      ]);
    const source = 'column' in field ? field.column : key;
    return [{ key, type: field.type, label: cutText((field.label ?? source).trim(), 200) || key }];
  });
}

/** The columns that new attributes would get; for a dry run, which makes none. */
export function imagineSlots(
  inputs: readonly AttributeInput[],
  existing: readonly SlottedAttribute[],
): SlottedAttribute[] {
  const taken = new Set(existing.map(({ slot }) => slot));
  return inputs.map(({ key, type }) => {
    const slot = freeSlot(type, taken);
    if (!slot)
      throw new DomainError(
        'conflict',
        `All attributes of the type ${type} are in use. Leave out a column, or delete one.`,
      );
    taken.add(slot);
    return { key, type, slot };
  });
}
