import { z } from 'zod';
import { retentionKinds, type RetentionKind } from './kinds.ts';

const days = (least: number) => z.int().min(least).max(3650);

/** For how many days a tenant keeps what; null: for ever. */
export const RetentionRules = z.strictObject({
  /** Opens, clicks and the like; figures of campaigns stay, since they are counted when things happen. */
  engagementDays: days(30),
  /** People without consent with whom nothing happened for so long: everything personal goes, as in an erasure. */
  inactivePeopleDays: days(90).nullable(),
  /** Imports, exports and intakes that ended, with what was remarked on their rows. Their files go earlier. */
  jobRecordsDays: days(30).nullable(),
  /** Sign-ups after their link stopped working; a confirmed one stands in the history of consent. */
  signUpsDays: days(7),
  /** What came back by mail and from providers; what followed from it stays. */
  inboundMailDays: days(7),
});

/** The rules of a tenant. */
export type RetentionRules = z.infer<typeof RetentionRules>;

/** Rows by kind: to be removed, or removed. */
export const RetentionCounts = z.object({
  engagement: z.int(),
  inactivePeople: z.int(),
  jobRecords: z.int(),
  signUps: z.int(),
  inboundMails: z.int(),
});

/** Rows by kind. */
export type RetentionCounts = z.infer<typeof RetentionCounts>;

/** What is over at a moment: everything of the kind that is older than `before` (ISO 8601). */
export interface Cutoff {
  kind: RetentionKind;
  before: string;
}

/** What the rules throw away as of `nowIso`; a rule that keeps for ever gives none. */
export function cutoffsOf(rules: RetentionRules, nowIso: string): Cutoff[] {
  const kept: Record<RetentionKind, number | null> = {
    engagement: rules.engagementDays,
    inactivePeople: rules.inactivePeopleDays,
    jobRecords: rules.jobRecordsDays,
    signUps: rules.signUpsDays,
    inboundMails: rules.inboundMailDays,
  };
  return retentionKinds.flatMap((kind) => {
    const days = kept[kind];
    return days === null ? [] : [{ kind, before: new Date(Date.parse(nowIso) - days * 24 * 3600_000).toISOString() }];
  });
}
