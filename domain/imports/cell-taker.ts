import { readAttribute, type DateOrder } from '../attributes/value.ts';
import { labelOf, readerOf, type Cell, type CellSource } from './cell-source.ts';
import type { Remark } from './row-plan.ts';

/** The value of a cell, or what is wrong with it; `at` is the part that is wrong. */
export type Read<T> = { value: T } | { problem: string; at?: string };

/** Reads what a field of a row says; undefined where it says nothing, or nothing that can be read, which is remarked. */
export type Take<Field> = <T>(field: Field, read: (text: string) => Read<T>) => T | undefined;

/** A row of a file as its mapped fields see it. */
export interface TakenRow<Field> {
  take: Take<Field>;
  /** The errors found in this row so far. */
  errors: Remark[];
  /** What a field says, as it stands; undefined where no column fills it. */
  textOf: (field: Field) => { label: string; text: string } | undefined;
}

/** Makes what reads rows by the mapped fields of a file. */
export function rowTaker<Field extends string>(
  fields: readonly (CellSource & { to: Field })[],
): (cell: Cell) => TakenRow<Field> {
  const sources = fields.map((field) => ({ to: field.to, label: labelOf(field), read: readerOf(field) }));
  return (cell) => {
    const errors: Remark[] = [];
    const texts = new Map(sources.map(({ to, label, read }) => [to, { label, text: read(cell).trim() }]));
    const take: Take<Field> = (field, read) => {
      const source = texts.get(field);
      if (!source || source.text === '') return undefined;
      const { label, text } = source;
      const result: ReturnType<typeof read> = text.includes('\0')
        ? { problem: 'holds a character that cannot be stored' }
        : read(text);
      if ('value' in result) return result.value;
      errors.push({ field: label, reason: result.problem, value: result.at ?? text });
      return undefined;
    };
    return { take, errors, textOf: (field) => texts.get(field) };
  };
}

/** Reads text of at most so many characters. */
export function textUpTo(longest: number): (text: string) => Read<string> {
  return (text) => (text.length > longest ? { problem: `is longer than ${longest} characters` } : { value: text });
}

/** Reads a date that is written in an order, as a moment (ISO 8601). */
export function momentIn(order: DateOrder): (text: string) => Read<string> {
  return (text) => {
    const result = readAttribute('date', text, order);
    return 'problem' in result ? result : { value: String(result.value) };
  };
}

/** The fields that have a value: those that a row does not mention are left out. */
export function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
