import { z } from 'zod';
import { verdictsOfSes } from '../ses-notification.ts';
import type { ProviderEvent } from './provider.ts';

const mail = z.object({
  messageId: z.string().optional(),
  source: z.string().optional(),
  headers: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .max(200)
    .optional(),
  commonHeaders: z.object({ messageId: z.string().optional() }).optional(),
});

/** What Amazon says in the message of a notification; null where it is about something else. `id` is the notification's own. */
export function readSesEvents(message: unknown, id: string): ProviderEvent[] | null {
  const verdicts = verdictsOfSes(message);
  if (verdicts === null) return null;
  const about = z.object({ mail: mail.optional() }).safeParse(message).data?.mail;
  const named = (about?.headers ?? []).filter(({ name }) =>
    /^(?:message-id|list-unsubscribe|return-path)$/i.test(name),
  );
  const names = [about?.source, about?.commonHeaders?.messageId, ...named.map(({ value }) => value)];
  return verdicts.map((verdict, place) => ({
    id: `${id}/${place}`,
    kind: verdict.reason === 'feedback' ? (verdict.kind === 'complaint' ? 'complaint' : 'auto_reply') : 'report',
    verdict,
    names: names.filter((name) => name !== undefined),
  }));
}
