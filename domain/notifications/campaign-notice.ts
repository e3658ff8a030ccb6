import { z } from 'zod';
import { Id } from '../ids.ts';

/** What a notice is about: a whole campaign, a version of a running drip or nurture programme, an item of a programme, or an A/B test. */
export const NoticeSubject = z.object({
  kind: z.enum(['campaign', 'dripVersion', 'nurtureItem', 'nurtureVersion', 'experiment']),
  /** The campaign, the drip, the programme, the item, or the test. */
  id: Id,
  /** The drip or the programme; null for a campaign. */
  partId: Id.nullable(),
  /** Of a version. */
  number: z.int().nullable(),
  /** "Spring", "Version 3 of Welcome", "The first letter in Warehouses". */
  name: z.string(),
});

/** What a notice is about. */
export type NoticeSubject = z.infer<typeof NoticeSubject>;

/** What its people are told of a campaign: that something waits for them, what was decided, and what happened to it without them. */
export const CampaignNotice = z.object({
  id: Id,
  kind: z.enum(['waits', 'approved', 'rejected', 'voided', 'notStarted', 'paused', 'testToChoose', 'testDecided']),
  campaignId: Id,
  campaignName: z.string(),
  subject: NoticeSubject,
  /** Who asks, decided or changed it; the clock if nobody did. */
  byName: z.string(),
  /** What they said with it, or why it happened; empty if there is nothing to say. */
  comment: z.string(),
  createdAt: z.iso.datetime(),
  isRead: z.boolean(),
});

/** What its people are told of a campaign. */
export type CampaignNotice = z.infer<typeof CampaignNotice>;

/** What a notice says in a sentence. */
export function noticeWords({
  kind,
  subject,
  byName,
}: Pick<CampaignNotice, 'kind' | 'byName'> & { subject: { name: string } }): string {
  const who = byName || 'A colleague';
  switch (kind) {
    case 'waits':
      return `“${subject.name}” waits for your approval. ${who} asks for it.`;
    case 'approved':
      return `${who} approved “${subject.name}”.`;
    case 'rejected':
      return `${who} sent “${subject.name}” back.`;
    case 'voided':
      return `“${subject.name}” needs a new approval: ${who} changed it.`;
    case 'notStarted':
      return `“${subject.name}” did not start and is a draft again.`;
    case 'paused':
      return `“${subject.name}” has paused itself: a part of it failed.`;
    case 'testToChoose':
      return `The test “${subject.name}” is over: choose what the others get.`;
    case 'testDecided':
      return `The test “${subject.name}” is decided.`;
  }
}

/** The line below the sentence: somebody's words in quotes, or the reason as it is. */
export function noticeRemark({ kind, comment }: Pick<CampaignNotice, 'kind' | 'comment'>): string {
  const isSaid = kind === 'waits' || kind === 'approved' || kind === 'rejected';
  return isSaid && comment ? `“${comment}”` : comment;
}

/** What a mail says of one notice. */
export interface NoticeLine {
  kind: CampaignNotice['kind'];
  subjectName: string;
  campaignName: string;
  byName: string;
  comment: string;
}

/** How many notices one mail lists. */
const mostLines = 20;

/** One mail for all notices that came together since the last one. */
export function campaignNoticesMail(
  lines: readonly NoticeLine[],
  { tenantName, url }: { tenantName: string; url: string },
): { subject: string; text: string } {
  const sentences = lines.map(({ subjectName, ...line }) => noticeWords({ ...line, subject: { name: subjectName } }));
  const waiting = lines.filter(({ kind }) => kind === 'waits' || kind === 'testToChoose').length;
  const subject =
    lines.length === 1
      ? (sentences[0] ?? '')
      : waiting === lines.length
        ? `${waiting} things wait for you`
        : `${lines.length} news items about your campaigns${waiting === 0 ? '' : `, ${waiting} of them waiting for you`}`;
  const shown = lines.slice(0, mostLines).map(({ campaignName, subjectName, ...line }, index) => {
    const remark = noticeRemark(line);
    const within = subjectName === campaignName ? '' : `\nIn the campaign “${campaignName}”.`;
    return `${sentences[index]}${within}${remark && `\n${remark}`}`;
  });
  const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more.`] : [];
  return { subject, text: `${[`${tenantName}:`, ...shown, ...more, url].join('\n\n')}\n` };
}
