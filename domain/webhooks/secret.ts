import { z } from 'zod';

/** What secrets of webhooks are sealed for. */
export const webhookPurpose = 'webhook_secrets.sealed';

/** Hours for which calls are signed by the former secret too, once there is a new one. */
export const rotationHours = 24;

/** The secret that signs calls, without the secret itself, which is shown only when it is made. */
export const WebhookSecret = z.object({
  /** Since when there is one; null: calls cannot be signed, and none is made. */
  createdAt: z.iso.datetime().nullable(),
  createdByName: z.string().nullable(),
  /** Until when the former one signs too; null where there is none. */
  formerUntil: z.iso.datetime().nullable(),
});

/** The secret that signs calls, as far as it is shown. */
export type WebhookSecret = z.infer<typeof WebhookSecret>;

/** A new secret, shown this once. */
export const NewWebhookSecret = WebhookSecret.extend({ secret: z.string() });
