/** What is thrown away after a time: each rule of a tenant is about one of these. The audit log is kept. */
export const retentionKinds = ['engagement', 'inactivePeople', 'jobRecords', 'signUps', 'inboundMails'] as const;

/** One of `retentionKinds`. */
export type RetentionKind = (typeof retentionKinds)[number];

/** Nothing of any kind. */
export const nothingRemoved: Record<RetentionKind, number> = {
  engagement: 0,
  inactivePeople: 0,
  jobRecords: 0,
  signUps: 0,
  inboundMails: 0,
};
