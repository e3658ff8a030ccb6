import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { EventType } from './event.ts';
import { refuseTarget } from './target.ts';

/** The most endpoints that an organisation may have. */
export const mostEndpoints = 20;

/** What secrets of endpoints are sealed for. */
export const endpointPurpose = 'webhook_endpoints.sealed';

const Url = z
  .string()
  .trim()
  .max(2000)
  .superRefine((url, context) => {
    const problem = refuseTarget(url);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/** Kinds of events; what is named twice is told once. */
const EventTypes = z
  .array(EventType)
  .min(1)
  .max(10 * EventType.options.length)
  .overwrite((types) => [...new Set(types)]);

/** Whether two addresses are the same place, however they are written. */
export function isSamePlace(one: string, other: string): boolean {
  return placeOf(one) === placeOf(other);
}

/** Without what is not sent to it, in the one way that URLs are written. */
function placeOf(url: string): string {
  const place = new URL(url);
  place.hash = '';
  place.hostname = place.hostname.replace(/\.$/, '');
  return place.href;
}

/** A new endpoint. */
export const EndpointInput = z.strictObject({
  url: Url,
  description: z.string().trim().max(300).default(''),
  eventTypes: EventTypes,
});

/** A new endpoint as parsed. */
export type EndpointInput = z.infer<typeof EndpointInput>;

/** A change of an endpoint; switched off, it is told nothing of what happens meanwhile. */
export const EndpointChange = z.strictObject({
  url: Url.optional(),
  description: z.string().trim().max(300).optional(),
  eventTypes: EventTypes.optional(),
  isEnabled: z.boolean().optional(),
});

/** A change as parsed. */
export type EndpointChange = z.infer<typeof EndpointChange>;

/** An endpoint as the API shows it; its secret is shown when it is made, and never again. */
export const Endpoint = z.object({
  id: Id,
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(EventType),
  isEnabled: z.boolean(),
  /** Why it is off: somebody switched it off, it answered 410, or it failed for days. */
  disabledFor: z.enum(['person', 'gone', 'failing']).nullable(),
  disabledAt: z.iso.datetime().nullable(),
  /** Since when every call has failed; null: nothing is wrong. */
  failingSince: z.iso.datetime().nullable(),
  rotatedAt: z.iso.datetime(),
  /** Until when the former secret signs too; null where there is none. */
  formerUntil: z.iso.datetime().nullable(),
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  version: z.int(),
});

/** An endpoint as the API shows it. */
export type Endpoint = z.infer<typeof Endpoint>;

/** An endpoint with its new secret, shown this once. */
export const EndpointWithSecret = Endpoint.extend({ secret: z.string() });

/** How a delivery stands. */
export const DeliveryStatus = z.enum(['waiting', 'done', 'failed']);

/** An event on its way to an endpoint. */
export const Delivery = z.object({
  id: Id,
  eventId: Id,
  type: z.string(),
  status: DeliveryStatus,
  attempts: z.int(),
  responseStatus: z.int().nullable(),
  /** Why the last attempt did not do, as a code. */
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  nextTryAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

/** An event on its way to an endpoint. */
export type Delivery = z.infer<typeof Delivery>;

/** A delivery with what is sent and each attempt, the newest last. */
export const DeliveryDetail = Delivery.extend({
  /** What is sent. */
  payload: z.record(z.string(), z.unknown()),
  tries: z.array(
    z.object({
      at: z.iso.datetime(),
      status: z.int().nullable(),
      problem: z.string().nullable(),
      ms: z.int(),
      /** The first bytes of the answer. */
      start: z.string(),
    }),
  ),
});

/** A delivery with what is sent and each attempt. */
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

/** What is sent once more: everything that failed since a time. */
export const RedeliverInput = z.strictObject({ since: Moment });
