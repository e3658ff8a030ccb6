import type { InboundReason } from './reasons.ts';

/**
 * Enhanced status codes that say by themselves what is meant: the registry of RFC 3463 and its followers (RFC 4468, 4954, 5248, 7372,
 * 7504, 7505), by subject and detail. Codes that servers use for anything (x.0.0, x.1.0, x.7.0, x.7.1 and the like) are not here.
 */
const registered: Record<string, InboundReason> = {
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.6': 'hasmoved',
  '1.7': 'rejected',
  '1.8': 'rejected',
  '1.9': 'contenterror',
  '1.10': 'notaccept',
  '2.1': 'suspend',
  '2.2': 'mailboxfull',
  '2.3': 'exceedlimit',
  '2.4': 'mailererror',
  '3.1': 'systemfull',
  '3.2': 'systemerror',
  '3.4': 'mesgtoobig',
  '3.5': 'systemerror',
  '4.1': 'expired',
  '4.2': 'networkerror',
  '4.3': 'systemerror',
  '4.4': 'networkerror',
  '4.5': 'systemerror',
  '4.6': 'networkerror',
  '4.7': 'expired',
  '5.3': 'exceedlimit',
  '5.4': 'syntaxerror',
  '5.6': 'mesgtoobig',
  '6.1': 'contenterror',
  '6.2': 'contenterror',
  '6.3': 'contenterror',
  '6.5': 'contenterror',
  '6.7': 'contenterror',
  '6.8': 'contenterror',
  '6.9': 'contenterror',
  '6.10': 'contenterror',
  '7.2': 'rejected',
  '7.8': 'securityerror',
  '7.9': 'securityerror',
  '7.10': 'securityerror',
  '7.11': 'securityerror',
  '7.12': 'securityerror',
  '7.13': 'suspend',
  '7.14': 'securityerror',
  '7.16': 'mesgtoobig',
  '7.17': 'hasmoved',
  '7.18': 'hasmoved',
  '7.19': 'rejected',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.22': 'authfailure',
  '7.23': 'authfailure',
  '7.24': 'authfailure',
  '7.25': 'requireptr',
  '7.26': 'authfailure',
  '7.27': 'rejected',
  '7.28': 'speeding',
  '7.29': 'authfailure',
  // What Microsoft and Google publish of their own.
  '1.90': 'speeding',
  '2.121': 'speeding',
  '2.122': 'speeding',
  '4.14': 'networkerror',
  '4.300': 'expired',
  '4.310': 'hostunknown',
  '4.312': 'networkerror',
  '4.316': 'networkerror',
  '4.317': 'failedstarttls',
  '4.318': 'networkerror',
  '6.11': 'contenterror',
  '7.30': 'authfailure',
  '7.31': 'authfailure',
  '7.32': 'authfailure',
  '7.40': 'authfailure',
  '7.57': 'securityerror',
  '7.64': 'norelaying',
  '7.124': 'securityerror',
  '7.133': 'securityerror',
  '7.134': 'securityerror',
  '7.135': 'securityerror',
  '7.136': 'securityerror',
  '7.232': 'speeding',
  '7.233': 'speeding',
  '7.321': 'failedstarttls',
  '7.322': 'failedstarttls',
  '7.323': 'failedstarttls',
  '7.324': 'failedstarttls',
  '7.325': 'failedstarttls',
  '7.501': 'spamdetected',
  '7.502': 'spamdetected',
  '7.503': 'spamdetected',
  '7.504': 'userunknown',
  '7.505': 'rejected',
  '7.506': 'blocked',
  '7.507': 'blocked',
  '7.508': 'speeding',
  '7.509': 'authfailure',
  '7.510': 'rejected',
  '7.511': 'blocked',
  '7.512': 'notcompliantrfc',
  '7.513': 'blocked',
  '7.515': 'authfailure',
  '7.606': 'blocked',
  '7.700': 'speeding',
  '7.703': 'rejected',
  '7.705': 'speeding',
  '7.708': 'blocked',
  '7.750': 'speeding',
};

/** What is meant by a subject where the detail says nothing: the last resort. */
const subjects: Record<string, InboundReason> = {
  '1': 'userunknown',
  '2': 'filtered',
  '3': 'systemerror',
  '4': 'networkerror',
  '5': 'syntaxerror',
  '6': 'contenterror',
  '7': 'securityerror',
};

/** The reason that an enhanced status code names; null where it is one of those used for anything. */
export function reasonOfStatus(status: string | null): InboundReason | null {
  if (status === null) return null;
  const detail = status.slice(status.indexOf('.') + 1);
  if (/^7\.6(?:0[6-9]|[1-4]\d)$/.test(detail)) return 'blocked';
  return registered[detail] ?? null;
}

/** Whether a code is so plain that words do not change it: those that name what is wrong with a message or a sender. */
export function isDecisive(status: string | null): boolean {
  return (
    status !== null && /^[45]\.(?:7\.(?:2\d|\d{3}|13|17|18)|6\.[1-9]|2\.[23]|2\.12[12]|1\.90|1\.6|3\.4)$/.test(status)
  );
}

/** What a code hints at that names no reason, by its subject alone; null for x.0.x and none. An address is not given up by a hint. */
export function hintOfStatus(status: string | null): InboundReason | null {
  return status === null ? null : (subjects[status.split('.')[1] ?? ''] ?? null);
}

/** The first enhanced status code in a text, where it stands as one: not a part of an address, a version or a number. */
export function findStatus(text: string): string | null {
  return /(?:^|[\s#(;:<-])([245]\.\d\.\d{1,3})(?=$|[\s);:,>\]-])/.exec(text)?.[1] ?? null;
}

/** The first SMTP reply code in a text, where it stands as one. */
export function findReply(text: string): string | null {
  return /(?:^|[\s;:<('"#-])([245][0-5]\d)(?=[\s:>#-]|$)(?!-\d\d)/.exec(text)?.[1] ?? null;
}
