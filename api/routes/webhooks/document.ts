import { z } from '@hono/zod-openapi';
import { eventData, payloadVersion, type EventType } from '../../../domain/webhooks/event.ts';
import { eventWords } from '../../../domain/webhooks/event-words.ts';
import type { newRouter } from '../../router.ts';

/** Puts what endpoints are sent into the `webhooks` of the OpenAPI document, each kind of event with its version and its data. */
export function documentWebhooks({ openAPIRegistry }: ReturnType<typeof newRouter>): void {
  const headers = z.object({
    'webhook-id': z.string().openapi({ description: 'Names the event; the same at every attempt' }),
    'webhook-timestamp': z.string().openapi({ description: 'Seconds since 1970, of this attempt' }),
    'webhook-signature': z.string().openapi({
      description:
        '`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, divided by a space, for a day after a rotation',
    }),
  });
  for (const [type, data] of Object.entries(eventData) as [EventType, z.ZodType][])
    openAPIRegistry.registerWebhook({
      method: 'post',
      path: type,
      summary: eventWords[type] ?? type,
      tags: ['webhooks'],
      security: [],
      request: {
        headers,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.object({
                type: z.literal(type),
                version: z.literal(payloadVersion),
                timestamp: z.iso.datetime(),
                data,
              }),
            },
          },
        },
      },
      responses: {
        '2XX': { description: 'It was heard' },
        410: { description: 'The endpoint is to be told of nothing any more' },
        default: { description: 'It is sent again, later each time, for somewhat more than three days' },
      },
    });
}
