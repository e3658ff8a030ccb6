import type { AttributeType } from '../attributes/attribute.ts';
import type { FieldTest } from './field-test.ts';

type Op = FieldTest['op'];

const presence = ['isKnown', 'isMissing'] as const satisfies readonly Op[];

// Plain lists and not read off the schemas, so that a page can offer comparisons without loading the schema library.
/** The comparisons that a field of a type knows, in the order in which they are offered. */
export const opsOfType: Record<AttributeType, readonly Op[]> = {
  text: ['isOneOf', 'isNoneOf', 'contains', 'containsNot', 'startsWith', ...presence],
  number: ['equals', 'equalsNot', 'atLeast', 'atMost', 'moreThan', 'lessThan', 'between', ...presence],
  boolean: ['isTrue', 'isFalse', ...presence],
  date: [
    ...(['inLastDays', 'inNextDays', 'moreThanDaysAgo', 'moreThanDaysAhead', 'daysAgo', 'daysAhead'] as const),
    ...(['anniversary', 'on', 'before', 'after', 'betweenDays'] as const),
    ...presence,
  ],
};
