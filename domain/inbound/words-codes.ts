import type { WordRule } from './words.ts';

/**
 * Marks of their own that large receivers put into an answer and publish the meaning of: Outlook.com (OU-001), AOL (RTR:BL), Yahoo
 * ([TSS04]), Comcast (BL000000). They say more than the sentence around them.
 */
export const providerCodes: readonly WordRule[] = [
  { reason: 'requireptr', pattern: /\brtr:rd\b|\bpt(?:-?00\d|r00\d)\b/ },
  { reason: 'virusdetected', pattern: /\brtr:ch\b|\bdy-002\b/ },
  {
    reason: 'blocked',
    pattern:
      /\brtr:(?:bb|bg|bl|du|sc)\b|\brly:(?:bl|b3|ir)\b|\bcon:b1\b|\b(?:ou-001|sc-00[1-4]|dy-001)\b|\bbl0000\d\d\b|\bvs1-(?:ip|mf)\b/,
  },
  { reason: 'spamdetected', pattern: /\bhvu:b\d?\b|\brly:(?:ch|bd|cs\d|ov)\b|\bou-002\b/ },
  { reason: 'speeding', pattern: /\bdyn:t\d\b|\brly:b[12]\b|\brp-00\d\b|\brl0000\d\d\b/ },
  { reason: 'toomanyconn', pattern: /\bcon:[at]\d\b|\brtr:[cg]c\b/ },
  { reason: 'rejected', pattern: /\brly:sn\b/ },
];
