import { z } from 'zod';

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> ? Inner : T;

/** What a change of something may name: each field of the whole, none of which must be there or has a default. */
export type ChangeShape<Shape extends z.ZodRawShape> = {
  [Key in keyof Shape]: z.ZodOptional<WithoutDefault<Shape[Key]> & z.ZodType>;
};

/**
 * The change of an object: what is left out stays as it is. Unlike `partial()`, which keeps the defaults of fields and so would
 * reset whatever is not named.
 */
export function changeOf<Shape extends z.ZodRawShape>(whole: z.ZodObject<Shape>): z.ZodObject<ChangeShape<Shape>> {
  const fields = Object.entries(whole.shape).map(([key, field]) => [
    key,
    z.optional(field instanceof z.ZodDefault ? field.unwrap() : field),
  ]);
  return z.strictObject(Object.fromEntries(fields) as ChangeShape<Shape>);
}
