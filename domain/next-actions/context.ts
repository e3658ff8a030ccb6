import { sha256 } from '@noble/hashes/sha2.js';

/** What is known of a person when their next action is chosen. Everything that the choice depends on is in here. */
export interface ActionContext {
  personId: string;
  /** ISO 8601. */
  nowIso: string;
  /** 0 to 100. */
  score: number;
  /** What the score was made from, in words, what weighs most first. */
  reasons: readonly string[];
  /** Why no marketing may be sent to them (a code of `sending_obstacle`); null: it may. */
  obstacle: string | null;
  /** Messages that the frequency cap still allows; null: there is no cap. */
  capLeft: number | null;
  /** When their quiet hours end (ISO 8601); null: it is none of them now. */
  quietUntil: string | null;
  /** When the hours of the policy open (ISO 8601); null: they are open, or nothing is done without a person. */
  hoursFrom: string | null;
  /** Whether the day's maximum is used up. */
  isDayFull: boolean;
  /** Whether an action of theirs is proposed or on its way. */
  hasOpenAction: boolean;
  /** When something was last done for them (ISO 8601). */
  lastActedAt: string | null;
  /** Until when (ISO 8601) an action that was rejected is not proposed again, by its key. */
  rejectedUntil: Readonly<Record<string, string>>;
  /** Keys of actions that they have had, or whose drip they are in. */
  had: readonly string[];
  /** Keys of actions that cannot be done at the moment: their campaign does not run, they have nothing left to give. */
  closed: readonly string[];
  hasOwner: boolean;
  /** Messages that they got in the last seven days. */
  recentMessages: number;
  /** Actions in a row that nothing came of. */
  unanswered: number;
}

/** What the row of a decision says of its context without holding it: the same context has the same hash. */
export function contextHash(context: ActionContext): string {
  const entries = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = sha256(new TextEncoder().encode(JSON.stringify(entries, sorted)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function sorted(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
