import { judgeRefusal, type BounceCause, type DeliveryOutcome } from '../engagement/bounce.ts';

/** The step of an SMTP dialogue that an answer speaks of. */
export type SmtpStage = 'mail' | 'rcpt' | 'data';

/** A refusal as the receiving server gave it. `enhanced` is the status code of RFC 3463, `text` what stands behind it. */
export interface SmtpRefusal {
  code: number;
  enhanced: string | null;
  stage: SmtpStage;
  text: string;
}

/** What follows from a refusal. */
export interface ReplyVerdict {
  /**
   * `retry`: later; `hard`: there is no such person or host; `soft`: not this time; `policy`: they refuse us or what we send,
   * which never counts against the address.
   */
  kind: 'retry' | 'hard' | 'soft' | 'policy';
  cause: BounceCause;
  /** The address is not to be written to again. An unknown host is, after three in a row: the history decides. */
  suppress: boolean;
  /** Seconds until the next try; null where there is none. */
  retryAfterSeconds: number | null;
  /** Seconds during which nothing more goes to this receiving domain; null: go on. */
  slowDomainSeconds: number | null;
  /** The receiver will take nothing from this sending domain until a person mends it. */
  pauseSender: boolean;
}

/** Seconds from one try to the next: soon at first (greylisting), then with patience, given up after two days. */
const retrySchedule = [300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 64_800];

/** Providers that will not have mail of this domain at all: not authenticated or not aligned. */
const unauthenticated = new Set(['5.7.515', '5.7.26', '5.7.509', '5.7.25', '5.7.27', '5.7.30']);

const busy = /rate|too many|throttl|busy|overload|unusual|temporarily deferred|try again later|limit/i;

/** Whoever asks everybody to come back once says nothing about our rate. */
const greylist = /gr[ae]y-?list/i;

/** What is kept of a refusal with a message: its codes, and nothing that the server said. */
export function refusalReason({ code, enhanced }: Pick<SmtpRefusal, 'code' | 'enhanced'>): string {
  return `smtp_${code}${enhanced ? `_${enhanced}` : ''}`;
}

/** How a message ended that was given up with such a reason; null for any other reason. Its codes have to do: a full mailbox that only the words told of is just soft. */
export function outcomeOfRefusal(reason: string): Pick<DeliveryOutcome, 'kind' | 'cause'> | null {
  const match = /^smtp_(\d{3})(?:_(\d\.\d{1,3}\.\d{1,3}))?$/.exec(reason);
  if (!match) return null;
  const [, code, enhanced = null] = match;
  const { kind, cause } = judgeReply({ code: Number(code), enhanced, stage: 'rcpt', text: '' }, Infinity);
  return { kind: kind === 'retry' ? 'soft' : kind, cause };
}

/** Judges a refusal. `attempt` is the number of tries made, this one included. */
export function judgeReply(refusal: SmtpRefusal, attempt: number): ReplyVerdict {
  const { code, enhanced, stage, text } = refusal;
  const { kind, cause } = judgeRefusal({ status: enhanced, diagnostic: `${code} ${text}`, stage });
  const verdict: ReplyVerdict = {
    kind: 'soft',
    cause,
    suppress: false,
    retryAfterSeconds: null,
    slowDomainSeconds: null,
    pauseSender: false,
  };
  if (code < 500) {
    const retryAfterSeconds = retrySchedule[attempt - 1] ?? null;
    const slows =
      code === 421 ||
      (enhanced?.startsWith('4.7.') === true && !greylist.test(text)) ||
      (cause !== 'mailbox_full' && busy.test(text));
    return {
      ...verdict,
      kind: retryAfterSeconds === null ? 'soft' : 'retry',
      retryAfterSeconds,
      slowDomainSeconds: slows ? 60 * Math.min(attempt, 15) : null,
    };
  }
  if (enhanced !== null && unauthenticated.has(enhanced))
    return { ...verdict, kind: 'policy', cause: 'policy', pauseSender: true };
  // The sender's address was refused, or the message for its size: no fault of the recipient's.
  if (stage === 'mail' || enhanced === '5.3.4' || enhanced === '5.2.3' || (code === 552 && stage === 'data')) {
    return {
      ...verdict,
      kind: cause === 'mailbox_full' ? 'soft' : 'policy',
      cause: cause === 'mailbox_full' ? cause : 'policy',
    };
  }
  if (kind === 'hard') return { ...verdict, kind, suppress: cause === 'unknown_user' };
  return { ...verdict, kind: kind === 'policy' ? 'policy' : 'soft' };
}
