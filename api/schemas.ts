import { z } from '@hono/zod-openapi';
import { Id } from '../domain/ids.ts';

/** The body of every refusal: RFC 9457 with a stable `code`. */
export const ProblemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

/** The `default` response that `createRoute` adds to every route. */
export const problem = {
  description: 'Refused or failed; `code` says why.',
  content: { 'application/problem+json': { schema: ProblemBody } },
};

/** A successful JSON answer: `responses: { 200: json(Person, 'The person') }`. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A required JSON body: `request: { body: jsonBody(PersonInput) }`. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** A page of a list: `{ data, nextCursor }`. */
export function pageOf<S extends z.ZodType>(schema: S) {
  return z.object({ data: z.array(schema), nextCursor: z.string().nullable() });
}

/** The query parameters of every list; extend it with the filters of yours. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).openapi({ description: 'Rows per page, at most 500' }),
  cursor: z.string().max(2000).optional().openapi({ description: '`nextCursor` of the page before' }),
  sort: z.string().max(60).optional().openapi({ description: 'A field, with `-` before it for descending' }),
});

/** `{id}` in a path. */
export const IdParam = z.object({ id: Id });

/** The workflow that carries a resource; `url` is for installation operators only. See `workflowLink`. */
export const WorkflowRef = z
  .object({ id: z.string(), runId: z.string().nullable(), url: z.string().nullable() })
  .openapi('WorkflowRef');

/** A time as the API prints it. */
export const Time = z.iso.datetime().openapi({ description: 'ISO 8601 in UTC' });
