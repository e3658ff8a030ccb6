import { z } from 'zod';
import { Id } from '../ids.ts';

/** What an approval is about: a campaign as a whole, a version of a drip or a nurture programme that runs, an item of the latter. */
export const ApprovalSubject = z.object({
  kind: z.enum(['campaign', 'dripVersion', 'nurtureItem', 'nurtureVersion']),
  /** The campaign, the drip, the programme, or the item. */
  id: Id,
  /** The drip or the programme; null of a campaign. */
  partId: Id.nullable(),
  /** Of a version. */
  number: z.int().nullable(),
  /** "Spring", "Version 3 of Welcome", "The first letter in Warehouses". */
  name: z.string(),
});

/** What an approval is about. */
export type ApprovalSubject = z.infer<typeof ApprovalSubject>;

/** That something waits for one's approval, or what became of what one wrote or asked for. */
export const ApprovalNotice = z.object({
  id: Id,
  kind: z.enum(['waits', 'approved', 'rejected']),
  campaignId: Id,
  campaignName: z.string(),
  subject: ApprovalSubject,
  /** Who asks, or who decided. */
  byName: z.string(),
  /** What they said with it; empty where nothing. */
  comment: z.string(),
  createdAt: z.iso.datetime(),
  isRead: z.boolean(),
});

/** What somebody is told of an approval. */
export type ApprovalNotice = z.infer<typeof ApprovalNotice>;

/** What a notice says in a sentence. */
export function noticeWords({
  kind,
  subject,
  byName,
}: Pick<ApprovalNotice, 'kind' | 'byName'> & { subject: { name: string } }): string {
  const who = byName || 'A colleague';
  switch (kind) {
    case 'waits':
      return `“${subject.name}” waits for your approval. ${who} asks for it.`;
    case 'approved':
      return `${who} approved “${subject.name}”.`;
    case 'rejected':
      return `${who} sent “${subject.name}” back.`;
  }
}

/** What a mail says of one notice. */
export interface NoticeLine {
  kind: ApprovalNotice['kind'];
  subjectName: string;
  campaignName: string;
  byName: string;
  comment: string;
}

/** Notices that a mail has room for. */
const mostLines = 20;

/** The mail that says what came together of approvals since the last one. */
export function approvalMail(
  lines: readonly NoticeLine[],
  { tenantName, url }: { tenantName: string; url: string },
): { subject: string; text: string } {
  const sentences = lines.map(({ subjectName, ...line }) => noticeWords({ ...line, subject: { name: subjectName } }));
  const waiting = lines.filter(({ kind }) => kind === 'waits').length;
  const subject =
    lines.length === 1
      ? (sentences[0] ?? '')
      : waiting === lines.length
        ? `${waiting} things wait for your approval`
        : `${lines.length} approvals, ${waiting === 0 ? 'all decided' : `${waiting} of them waiting for you`}`;
  const shown = lines.slice(0, mostLines).map(({ campaignName, subjectName, comment }, index) => {
    const within = subjectName === campaignName ? '' : `\nIn the campaign “${campaignName}”.`;
    return `${sentences[index]}${within}${comment ? `\n“${comment}”` : ''}`;
  });
  const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more.`] : [];
  return { subject, text: `${[`${tenantName}:`, ...shown, ...more, url].join('\n\n')}\n` };
}
