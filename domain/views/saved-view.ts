import { z } from 'zod';
import { Id } from '../ids.ts';

/** The lists that can be saved as a view. */
export const ViewPage = z.enum(['campaigns']);

const fields = {
  name: z.string().trim().min(1, 'give the view a name').max(100),
  /** The query of the page's address without its place in the list. */
  query: z
    .record(z.string().regex(/^[A-Za-z]{1,40}$/), z.string().max(500))
    .refine(
      (query) => Object.keys(query).length <= 30 && !('cursor' in query),
      'holds too much, or a place in the list',
    ),
  isShared: z.boolean(),
};

/** A new view; only for the person who makes it unless it says otherwise. */
export const NewSavedView = z.strictObject({ page: ViewPage, ...fields, isShared: fields.isShared.default(false) });

/** What may be changed on a view. */
export const SavedViewChange = z.strictObject(fields).partial();

/** A view as the API shows it. */
export const SavedView = z.object({
  id: Id,
  page: ViewPage,
  name: z.string(),
  query: z.record(z.string(), z.string()),
  isShared: z.boolean(),
  /** Whether it belongs to who asks. */
  isMine: z.boolean(),
  version: z.int(),
});
