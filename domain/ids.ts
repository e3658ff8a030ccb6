import { z } from 'zod';

/** A UUID as the API prints it (lower case); new ones are version 7 and sort by time of creation. */
export const Id = z.uuid({ error: 'must be a UUID' });

/** A UUID string. */
export type Id = z.infer<typeof Id>;
