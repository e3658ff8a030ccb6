import type { RetentionKind } from '../../../domain/retention/kinds.ts';
import type { RetentionCounts } from '../../../domain/retention/rule.ts';
import { count, plural } from '../lib/format.ts';

/** All rows of a run or of a dry run. */
export function sumOf(counts: RetentionCounts): number {
  return Object.values(counts).reduce((sum, value) => sum + value, 0);
}

const one: Record<RetentionKind, string> = {
  engagement: 'open, click or other event',
  inactivePeople: 'person',
  jobRecords: 'import or export',
  signUps: 'sign-up',
  inboundMails: 'mail that came back',
};
const many: Record<RetentionKind, string> = {
  engagement: 'opens, clicks and other events',
  inactivePeople: 'people',
  jobRecords: 'imports, exports and intakes',
  signUps: 'sign-ups',
  inboundMails: 'mails that came back',
};

/** What a rule would remove tonight, in words. */
export function wouldRemove(kind: RetentionKind, rows: number): string {
  if (rows === 0) return 'Would remove nothing now';
  return `Would remove ${rows === 1 ? `1 ${one[kind]}` : `${count(rows)} ${many[kind]}`} now`;
}

/** A number of days as people say it, where that is another word. */
export function spanOf(days: number): string {
  if (!Number.isFinite(days) || days <= 0) return '';
  if (days % 365 === 0) return plural(days / 365, 'year', 'years');
  return days >= 60 ? `about ${plural(Math.round(days / 30.4), 'month', 'months')}` : '';
}
