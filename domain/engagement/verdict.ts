import { isbot } from 'isbot';

/** Who was behind an event: a person, a machine (image proxy, link scanner), or nobody can say. */
export type Verdict = 'human' | 'machine' | 'unknown';

/** Which rule gave a verdict; kept with the raw event, so that every figure can be explained. */
export type VerdictRule =
  | 'head'
  | 'prefetch'
  | 'honeypot'
  | 'apple_privacy'
  | 'image_proxy'
  | 'bot_agent'
  | 'too_soon'
  | 'honeypot_neighbour'
  | 'burst'
  | 'no_agent'
  | 'person';

/** A verdict and the rule that gave it. */
export interface Judgement {
  verdict: Verdict;
  rule: VerdictRule;
}

/** How one request for a pixel or a link looked. Times are milliseconds since 1970. */
export interface Hit {
  kind: 'open' | 'click';
  at: number;
  isHead: boolean;
  /** Whether the request says that it fetches what somebody may follow (Sec-Purpose, or Purpose before it had that name). */
  isPrefetch?: boolean;
  userAgent: string | null;
  linkIndex: number | null;
  /** The link that no reader can see: only a machine follows it. */
  isHoneypot: boolean;
}

/** What is known of the message that was hit: when it was handed over, its links, and the hits around this one. */
export interface HitContext {
  /** Null: not known to be delivered, so whoever asks was faster than the receiving server's answer. */
  sentAt: number | null;
  /** Links a reader can see. */
  linkCount: number;
  /** All hits of the same message in the time around; this one may be among them. */
  neighbours: readonly Pick<Hit, 'kind' | 'at' | 'linkIndex' | 'isHoneypot'>[];
}

/** Different links followed within this time are the work of a scanner. */
const burstMs = 3000;
/** Nobody reads a mail and clicks in it this soon after it was handed over. */
const tooSoonMs = 2000;
/** How long before a hit a followed honeypot still casts its shadow on it. */
const honeypotShadowMs = 10_000;
/** So many different links within `burstMs` make a burst, or all links where there are fewer (but not a single one). */
const burstLinks = 3;

/** How long an event waits for its neighbours before it is judged: the burst's time and some for what is being written. */
export const settleMs = burstMs + 500;

/** How far around a hit its neighbours matter, in milliseconds before and after. */
export const neighbourhood = { beforeMs: honeypotShadowMs, afterMs: burstMs } as const;

/** What the request alone tells; null where only the hits around it can tell. */
export function judgeRequest(hit: Omit<Hit, 'at' | 'linkIndex'>): Judgement | null {
  if (hit.isHead) return { verdict: 'machine', rule: 'head' };
  if (hit.isPrefetch) return { verdict: 'machine', rule: 'prefetch' };
  if (hit.isHoneypot) return { verdict: 'machine', rule: 'honeypot' };
  if (hit.userAgent === null || hit.userAgent.trim() === '') return null;
  if (hit.kind === 'open' && isApplePrivacy(hit.userAgent)) return { verdict: 'machine', rule: 'apple_privacy' };
  if (hit.kind === 'open' && isImageProxy(hit.userAgent)) return null;
  return isbot(hit.userAgent) ? { verdict: 'machine', rule: 'bot_agent' } : null;
}

/** The final verdict on a hit, once its neighbours are in. */
export function judgeHit(hit: Hit, context: HitContext): Judgement {
  const atOnce = judgeRequest(hit);
  if (atOnce) return atOnce;
  if (context.sentAt === null || hit.at < context.sentAt + tooSoonMs) return { verdict: 'machine', rule: 'too_soon' };
  if (context.neighbours.some((other) => other.isHoneypot && isShadowed(hit, other))) {
    return { verdict: 'machine', rule: 'honeypot_neighbour' };
  }
  if (isInBurst(hit, context)) return { verdict: 'machine', rule: 'burst' };
  if (hit.userAgent === null || hit.userAgent.trim() === '') return { verdict: 'unknown', rule: 'no_agent' };
  if (hit.kind === 'open' && isImageProxy(hit.userAgent)) return { verdict: 'unknown', rule: 'image_proxy' };
  return { verdict: 'human', rule: 'person' };
}

/** Apple Mail's privacy protection loads every image on arrival and says no more of itself than this. */
function isApplePrivacy(userAgent: string): boolean {
  return userAgent === 'Mozilla/5.0';
}

/** Proxies that fetch when a person looks, but hide who looked and from where. */
function isImageProxy(userAgent: string): boolean {
  return /GoogleImageProxy|YahooMailProxy/.test(userAgent);
}

function isShadowed(hit: Hit, honeypot: { at: number }): boolean {
  return honeypot.at >= hit.at - honeypotShadowMs && honeypot.at <= hit.at + burstMs;
}

function isInBurst(hit: Hit, context: HitContext): boolean {
  const enough = context.linkCount < 2 ? Infinity : Math.min(burstLinks, context.linkCount);
  const clicks = context.neighbours
    .filter((other) => other.kind === 'click' && Math.abs(other.at - hit.at) <= burstMs)
    .concat(hit.kind === 'click' ? [hit] : []);
  return clicks.some((first) => {
    if (first.at > hit.at) return false;
    const within = clicks.filter((other) => other.at >= first.at && other.at <= first.at + burstMs);
    return new Set(within.map((other) => other.linkIndex)).size >= enough;
  });
}
