import { z } from 'zod';
import { Id } from '../ids.ts';

/** That a sending domain stopped passing for itself, or does again. */
export const DomainNotice = z.object({
  id: Id,
  kind: z.enum(['broken', 'mended']),
  sendingDomainId: Id,
  domain: z.string(),
  createdAt: z.iso.datetime(),
  isRead: z.boolean(),
});

/** What admins are told of a sending domain. */
export type DomainNotice = z.infer<typeof DomainNotice>;

/** What a notice says in a sentence. */
export function domainNoticeWords({ kind, domain }: Pick<DomainNotice, 'kind' | 'domain'>): string {
  return kind === 'broken'
    ? `Receivers can no longer tell that mail from ${domain} is yours: its records in DNS have changed.`
    : `Mail from ${domain} is recognised as yours again.`;
}

/** The mail that says it. */
export function domainMail(
  lines: readonly Pick<DomainNotice, 'kind' | 'domain'>[],
  { tenantName, url }: { tenantName: string; url: string },
): { subject: string; text: string } {
  const broken = lines.filter(({ kind }) => kind === 'broken');
  const named = (broken[0] ?? lines[0])?.domain ?? '';
  const subject =
    broken.length === 0
      ? `${named} is in order again`
      : broken.length === 1
        ? `The records of ${named} need fixing`
        : `The records of ${broken.length} sending domains need fixing`;
  return { subject, text: `${[`${tenantName}:`, ...lines.map(domainNoticeWords), url].join('\n\n')}\n` };
}
