import { z } from 'zod';
import { Id } from '../ids.ts';

/** What is looked at of a sending domain. */
export const CheckKind = z.enum(['dkim', 'spf', 'dmarc', 'returnPath', 'tracking', 'mx', 'ptr']);

/** What is looked at of a sending domain. */
export type CheckKind = z.infer<typeof CheckKind>;

/** How a check ended; `unknown`: DNS did not answer, and nothing was learnt. */
export const CheckVerdict = z.enum(['ok', 'missing', 'wrong', 'unknown']);

/** How a check ended. */
export type CheckVerdict = z.infer<typeof CheckVerdict>;

/** What one check found. */
export const DomainFinding = z.object({
  check: CheckKind,
  /** The name in DNS, or the IP address, that was asked for. */
  name: z.string(),
  verdict: CheckVerdict,
  /** What stands there, as DNS gave it. */
  found: z.array(z.string()),
  /** What it means, in a sentence. */
  summary: z.string(),
  /** What to do; null where nothing is to be done. */
  mend: z.string().nullable(),
});

/** What one check found. */
export type DomainFinding = z.infer<typeof DomainFinding>;

/** A record to set in DNS, or what must be so without a record of the domain's own (then there is no value). */
export const DomainRecord = z.object({
  check: CheckKind,
  type: z.enum(['TXT', 'CNAME', 'MX', 'PTR']),
  name: z.string(),
  value: z.string().nullable(),
  /** What it is for, in a sentence. */
  purpose: z.string(),
  /** Without it mail does not pass for the domain's own. */
  isRequired: z.boolean(),
});

/** A record to set in DNS. */
export type DomainRecord = z.infer<typeof DomainRecord>;

/** Whether receivers can tell that mail is the domain's own: never looked at well, yes, or not any more. */
export const DomainState = z.enum(['pending', 'verified', 'broken']);

/** Whether receivers can tell that mail is the domain's own. */
export type DomainState = z.infer<typeof DomainState>;

/** A stretch of checks that all found the same. */
export const DomainCheckRun = z.object({
  id: Id,
  /** When it was found first and last. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  /** How often it was looked at. */
  checks: z.int(),
  state: DomainState,
  findings: z.array(DomainFinding),
});

/** A stretch of checks that all found the same. */
export type DomainCheckRun = z.infer<typeof DomainCheckRun>;
