/** Why a message did not arrive, or what else a mail reports: one word a reason, the finest that our rules tell apart. */
export type InboundReason =
  // The address.
  | 'userunknown'
  | 'hostunknown'
  | 'hasmoved'
  | 'notaccept'
  | 'mailboxfull'
  | 'suspend'
  | 'filtered'
  // The way there.
  | 'expired'
  | 'networkerror'
  | 'systemerror'
  | 'systemfull'
  | 'mailererror'
  | 'onhold'
  | 'undefined'
  // What they have against us or our message.
  | 'authfailure'
  | 'badreputation'
  | 'blocked'
  | 'contenterror'
  | 'exceedlimit'
  | 'failedstarttls'
  | 'mesgtoobig'
  | 'norelaying'
  | 'notcompliantrfc'
  | 'policyviolation'
  | 'rejected'
  | 'requireptr'
  | 'securityerror'
  | 'spamdetected'
  | 'speeding'
  | 'suppressed'
  | 'syntaxerror'
  | 'toomanyconn'
  | 'virusdetected'
  // No failure at all.
  | 'delivered'
  | 'feedback'
  | 'vacation'
  | 'challenge'
  | 'reply';

/** What a mail says of one recipient. `bounce` comes as hard (never again), soft (maybe later) and policy (the sender's problem). */
export type InboundKind =
  | 'hard'
  | 'soft'
  | 'policy'
  | 'delivered'
  | 'delayed'
  | 'complaint'
  | 'auto_reply'
  | 'reply'
  | 'unsubscribe'
  | 'challenge'
  | 'unknown';

const hard: ReadonlySet<InboundReason> = new Set(['userunknown', 'hostunknown', 'hasmoved', 'notaccept']);

const soft: ReadonlySet<InboundReason> = new Set([
  'mailboxfull',
  'suspend',
  'filtered',
  'expired',
  'networkerror',
  'systemerror',
  'systemfull',
  'mailererror',
  'onhold',
  'undefined',
]);

/**
 * What a failure for this reason is. `isTemporary`: the server itself called it so (4.x.x). A host may be unknown for a while; a server
 * that does not know a person, and did not until the report was written, does not know them.
 */
export function kindOfFailure(reason: InboundReason, isTemporary: boolean): 'hard' | 'soft' | 'policy' {
  if (hard.has(reason)) return isTemporary && reason !== 'userunknown' ? 'soft' : 'hard';
  return soft.has(reason) ? 'soft' : 'policy';
}

/** Whether a verdict says that a message did not arrive. */
export function isBounce(kind: InboundKind): kind is 'hard' | 'soft' | 'policy' {
  return kind === 'hard' || kind === 'soft' || kind === 'policy';
}
