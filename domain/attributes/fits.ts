import type { AttributeType } from './attribute.ts';
import { readAttribute } from './value.ts';

/** Why a value is none of an attribute's type, with what would be one; null where it is one. Nothing (null) fits every type. */
export function whyNotOfType(type: AttributeType, value: string | number | boolean | null): string | null {
  if (value === null) return null;
  switch (type) {
    case 'text':
      return typeof value === 'string' ? null : 'give a text in quotes';
    case 'number':
      return typeof value === 'number' ? null : 'give a number without quotes, such as 42';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'give true or false';
    case 'date':
      return typeof value === 'string' && 'value' in readAttribute('date', value)
        ? null
        : 'give a date such as 2026-06-01';
  }
}
