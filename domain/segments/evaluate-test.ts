import type { AttributeType } from '../attributes/attribute.ts';
import type { BooleanTest, DateTest, FieldTest, NumberTest, TextTest } from './field-test.ts';
import { dayIn, dayOfAttribute, inYear, readDay, yearOf, type DayNumber } from './local-day.ts';

/** Whether something holds; null where a value that is missing leaves it open. */
export type Truth = boolean | null;

/** A field's value; dates are ISO 8601. */
export type FactValue = string | number | boolean | null;

/** When a test is asked, the zones of the person and of the tenant, and whether the field is one of the tenant's own attributes. */
export interface TestCircumstances {
  nowIso: string;
  personZone: string;
  tenantZone: string;
  isAttribute: boolean;
}

/** Whether a value passes a test of its type. */
export function passes(
  { type, value }: { type: AttributeType; value: FactValue },
  test: FieldTest,
  around: TestCircumstances,
): Truth {
  if (test.op === 'isKnown') return value !== null;
  if (test.op === 'isMissing') return value === null;
  if (value === null) return 'orMissing' in test && test.orMissing ? true : null;
  switch (type) {
    case 'text':
      return textPasses(fold(String(value)), test as TextTest);
    case 'number':
      return numberPasses(Number(value), test as NumberTest);
    case 'boolean':
      return value === ((test as BooleanTest).op === 'isTrue');
    case 'date':
      return datePasses(String(value), test as DateTest, around);
  }
}

/** A text as it is compared: without the difference of capital and small letters. */
export function fold(text: string): string {
  return text.toLowerCase();
}

function textPasses(value: string, test: TextTest): boolean {
  switch (test.op) {
    case 'isOneOf':
      return test.values.some((other) => fold(other) === value);
    case 'isNoneOf':
      return !test.values.some((other) => fold(other) === value);
    case 'contains':
      return value.includes(fold(test.value));
    case 'containsNot':
      return !value.includes(fold(test.value));
    case 'startsWith':
      return value.startsWith(fold(test.value));
  }
}

function numberPasses(value: number, test: NumberTest): boolean {
  switch (test.op) {
    case 'equals':
      return value === test.value;
    case 'equalsNot':
      return value !== test.value;
    case 'lessThan':
      return value < test.value;
    case 'atMost':
      return value <= test.value;
    case 'moreThan':
      return value > test.value;
    case 'atLeast':
      return value >= test.value;
    case 'between':
      return value >= test.from && value <= test.to;
  }
}

function datePasses(value: string, test: DateTest, around: TestCircumstances): boolean {
  const zone = test.zone === 'tenant' ? around.tenantZone : around.personZone;
  const day = around.isAttribute ? dayOfAttribute(value, zone) : dayIn(value, zone);
  return 'day' in test || test.op === 'betweenDays'
    ? dayPasses(day, test)
    : isNear(day, test, dayIn(around.nowIso, zone));
}

type WrittenDayTest = Extract<DateTest, { op: 'on' | 'before' | 'after' | 'betweenDays' }>;

function dayPasses(day: DayNumber, test: WrittenDayTest): boolean {
  switch (test.op) {
    case 'on':
      return day === readDay(test.day);
    case 'before':
      return day < readDay(test.day);
    case 'after':
      return day > readDay(test.day);
    case 'betweenDays':
      return day >= readDay(test.from) && day <= readDay(test.to);
  }
}

function isNear(day: DayNumber, test: Exclude<DateTest, WrittenDayTest>, today: DayNumber): boolean {
  switch (test.op) {
    case 'inLastDays':
      return day >= today - test.days && day <= today;
    case 'inNextDays':
      return day >= today && day <= today + test.days;
    case 'moreThanDaysAgo':
      return day < today - test.days;
    case 'moreThanDaysAhead':
      return day > today + test.days;
    case 'daysAgo':
      return day === today - test.days;
    case 'daysAhead':
      return day === today + test.days;
    case 'anniversary': {
      const [first, last] = [today + test.from, today + test.to];
      return [yearOf(first), yearOf(last)].some((year) => {
        const again = inYear(day, year);
        return year > yearOf(day) && again >= first && again <= last;
      });
    }
  }
}
