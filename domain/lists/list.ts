import { z } from 'zod';
import { Id } from '../ids.ts';

/** What a caller writes on a static list. */
export const ListInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).default(''),
});

/** What a caller writes on a static list. */
export type ListInput = z.infer<typeof ListInput>;

/** A static list with the number of people on it. */
export const List = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  people: z.number().int(),
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A static list with the number of people on it. */
export type List = z.infer<typeof List>;

/** People to put on a list or to take off it, up to 5,000 at a time. */
export const ListPeopleInput = z.strictObject({
  action: z.enum(['add', 'remove']).default('add'),
  personIds: z.array(Id).min(1).max(5000),
});

/** What became of each of the people. */
export const ListPeopleResult = z.object({
  changed: z.number().int(),
  unchanged: z.number().int(),
  notFound: z.array(Id),
});
