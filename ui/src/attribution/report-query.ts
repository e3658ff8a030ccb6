import { z } from 'zod';
import { Model } from '../../../domain/attribution/model.ts';
import { defaultModel, Grouping } from '../../../domain/attribution/report.ts';
import { query } from '../lib/router.ts';
import type { Days } from './calls.ts';

const Day = z.iso.date();

/** The days in the address of the page; none: all time. Reactive. */
export function daysAsked(): Days {
  const [from, to] = [Day.safeParse(query('from')).data, Day.safeParse(query('to')).data];
  return { ...(from ? { from } : {}), ...(to && (!from || to >= from) ? { to } : {}) };
}

/** The model in the address; linear where it names none. Reactive. */
export const modelAsked = (): Model => Model.safeParse(query('model')).data ?? defaultModel;

/** By what the page adds up; campaigns where the address says nothing. Reactive. */
export const groupingAsked = (): Grouping => Grouping.safeParse(query('by')).data ?? 'campaign';

/** What of the address goes with the reader from one of these pages to another. Reactive. */
export function keptQuery(): Record<string, string | undefined> {
  const model = modelAsked();
  return { ...daysAsked(), model: model === defaultModel ? undefined : model };
}
