import { readAttribute, type DateOrder } from '../attributes/value.ts';

/** The order in which all of these dates can be read; where several fit, the first one. Days with points between begin with the day. */
export function guessDateOrder(values: readonly string[], orders: readonly DateOrder[]): DateOrder {
  const fits = (order: DateOrder) => values.every((value) => 'value' in readAttribute('date', value, order));
  return values.some((value) => /^\d+\.\d+\.\d/.test(value)) ? 'dmy' : (orders.find(fits) ?? 'ymd');
}
