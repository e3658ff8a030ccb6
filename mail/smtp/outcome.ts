import type { SmtpStage } from '../../domain/delivery/reply-verdict.ts';

/** What became of one message. `text` and `response` hold no addresses. */
export type SendOutcome =
  | { id: string; kind: 'accepted'; response: string }
  /** Refused for now (4xx): try again later. */
  | { id: string; kind: 'deferred'; code: number; enhanced: string | null; stage: SmtpStage; text: string }
  /** Refused for good (5xx). */
  | { id: string; kind: 'rejected'; code: number; enhanced: string | null; stage: SmtpStage; text: string }
  /** The connection was lost after the final dot was written and before its answer: it may have arrived. */
  | { id: string; kind: 'uncertain'; cause: LossCause }
  /** It was not sent, for sure; it may be sent again at once. */
  | { id: string; kind: 'notSent'; cause: LossCause | 'closed' };

/** Why a connection was lost or could not be had; `limit`: no server may take more for now. */
export type LossCause =
  | 'lost'
  | 'timeout'
  | 'protocol'
  | 'unreachable'
  | 'refused'
  | 'authentication'
  | 'tls'
  | 'limit';

/** Takes the outcomes one by one as they become known; must not throw. */
export type OutcomeListener = (outcome: SendOutcome) => void;
