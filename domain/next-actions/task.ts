import { z } from 'zod';
import { Id } from '../ids.ts';

/** What a colleague is to do for a person. */
export const Task = z.object({
  id: Id,
  personId: Id,
  title: z.string(),
  note: z.string(),
  dueAt: z.iso.datetime().nullable(),
  status: z.enum(['open', 'done', 'dropped']),
  owner: z.string().nullable(),
  nextActionId: Id.nullable(),
  closedAt: z.iso.datetime().nullable(),
  closedBy: z.string().nullable(),
});

/** What a colleague is to do for a person. */
export type Task = z.infer<typeof Task>;

/** A task in a list, with whom it is about and who is to do it. */
export const ListedTask = Task.extend({
  person: z.object({ id: Id, name: z.string(), email: z.string().nullable() }),
  /** Null: nobody yet, or somebody who has left. */
  ownerName: z.string().nullable(),
});

/** A task in a list. */
export type ListedTask = z.infer<typeof ListedTask>;
