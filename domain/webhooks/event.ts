import { z } from 'zod';
import { pauseCauses } from '../deliverability/pause.ts';
import { Id } from '../ids.ts';

/** Whom a message is for, and what it belongs to. Fields that a message does not have are left out. */
const ofMessage = {
  messageId: Id,
  personId: Id.optional(),
  campaignId: Id.optional(),
  sourceId: Id.optional().describe('The broadcast, step of a drip, or item that it is of'),
};

/** What is told of each kind of event, in its version 1: ids and codes, never personal data. A later shape gets a later version. */
export const eventData = {
  'message.sent': z.object(ofMessage),
  'message.delivered': z.object(ofMessage),
  'message.bounced': z.object({
    ...ofMessage,
    bounce: z.enum(['hard', 'soft', 'policy']),
    reason: z.string().optional().describe('Why, as a stable code'),
  }),
  'message.complained': z.object(ofMessage),
  'message.opened': z.object(ofMessage).describe('By a human, or nobody can tell; never by a machine'),
  'message.clicked': z.object({ ...ofMessage, linkIndex: z.int().optional() }).describe('By a human'),
  'message.unsubscribed': z.object(ofMessage),
  'message.replied': z.object(ofMessage),
  'member.statusChanged': z.object({
    campaignId: Id,
    personId: Id,
    from: z.string().nullable(),
    to: z.string().nullable(),
    cause: z.string(),
  }),
  'person.created': z.object({ personId: Id }),
  'person.updated': z.object({ personId: Id }),
  'person.merged': z
    .object({ personId: Id, keptPersonId: Id })
    .describe('The first is no more; what it had is the second one’s'),
  'person.erased': z.object({ personId: Id }),
  'campaign.started': z.object({ campaignId: Id }),
  'campaign.paused': z.object({ campaignId: Id }),
  'campaign.resumed': z.object({ campaignId: Id }),
  'campaign.completed': z.object({ campaignId: Id }),
  'campaign.cancelled': z.object({ campaignId: Id }),
  'drip.entered': z.object({ dripId: Id, personId: Id, enrolmentId: Id }),
  'drip.left': z.object({
    dripId: Id,
    personId: Id,
    enrolmentId: Id,
    state: z.string().describe('completed, exited or failed'),
    reason: z.string().optional(),
  }),
  'experiment.decided': z.object({
    experimentId: Id,
    campaignId: Id,
    outcome: z.enum(['winner', 'no_winner', 'stopped', 'chosen']).nullable(),
    sentVariantId: Id.nullable(),
  }),
  'opportunity.won': z.object({
    opportunityId: Id,
    amountMinor: z.int(),
    currency: z.string(),
    closedAt: z.iso.datetime().nullable(),
  }),
  'model.promoted': z.object({ modelId: Id, version: z.int() }),
  'nextAction.proposed': z.object({ nextActionId: Id, personId: Id, campaignId: Id.optional(), kind: z.string() }),
  'deliverability.paused': z.object({
    domain: z.string().describe('A domain of your senders'),
    cause: z.enum(['refused', ...pauseCauses]),
    code: z.string().optional(),
  }),
} as const;

/** A kind of event that endpoints can be told of. */
export const EventType = z.enum(Object.keys(eventData) as [keyof typeof eventData, ...(keyof typeof eventData)[]]);

/** A kind of event that endpoints can be told of. */
export type EventType = z.infer<typeof EventType>;

/** What somebody has sent to see whether it arrives; no endpoint chooses it. */
export const testEvent = 'webhook.test';

/** The version that payloads have, of every kind so far. */
export const payloadVersion = 1;

/** What an endpoint is sent; `webhook-id` names the event and stays the same however often it is sent. */
export function payloadOf(event: { type: string; at: Date; data: unknown }): Record<string, unknown> {
  return { type: event.type, version: payloadVersion, timestamp: event.at.toISOString(), data: event.data };
}
