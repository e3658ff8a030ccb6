import { z } from 'zod';
import { Id } from '../ids.ts';

/** The types of a tenant's own attributes, and how many attributes of each a tenant may have: one typed column each. */
export const slotCounts = { text: 60, number: 30, boolean: 20, date: 30 } as const;

/** A key of `slotCounts`. */
export const AttributeType = z.enum(['text', 'number', 'boolean', 'date']);

/** A key of `slotCounts`. */
export type AttributeType = z.infer<typeof AttributeType>;

/** How a merge field or an import names an attribute: `person.attributes.<key>`. */
export const AttributeKey = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,59}$/, { error: 'must start with a small letter and hold only letters, digits and _' });

/** Every object of a program has these already, such as `constructor`: whoever has no value would seem to have one. */
const isTaken = (key: string): boolean => key in Object.prototype;

/** A new attribute. The key and the type stay for good, the label may change. */
export const AttributeInput = z.strictObject({
  key: AttributeKey.refine((key) => !isTaken(key), {
    error: 'is a reserved word; choose another',
  }),
  label: z.string().trim().min(1).max(200),
  type: AttributeType,
});

/** A new attribute. */
export type AttributeInput = z.infer<typeof AttributeInput>;

/** An attribute of a tenant's own. */
export const Attribute = AttributeInput.extend({ id: Id, createdAt: z.string() });

/** An attribute of a tenant's own. */
export type Attribute = z.infer<typeof Attribute>;

/** An attribute with the column of person_attributes that holds it. */
export interface SlottedAttribute {
  key: string;
  type: AttributeType;
  slot: string;
}

/** The first free column for a new attribute of `type`, or null where all are taken. */
export function freeSlot(type: AttributeType, taken: ReadonlySet<string>): string | null {
  for (let number = 1; number <= slotCounts[type]; number++) {
    const slot = `${type}${String(number).padStart(2, '0')}`;
    if (!taken.has(slot)) return slot;
  }
  return null;
}

/** A key made from a column's heading: `Lead Quality` → `leadQuality`. */
export function keyFromLabel(label: string): string {
  const words = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  const camel = words
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join('')
    .slice(0, 60);
  return /^[a-z]/.test(camel) && !isTaken(camel) ? camel : `field${camel}`.slice(0, 60);
}
