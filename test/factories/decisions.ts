import type { OfferedAction } from '../../domain/next-actions/action.ts';
import type { ActionContext } from '../../domain/next-actions/context.ts';
import { startingPolicy, type DecidingPolicy } from '../../domain/next-actions/policy.ts';

/** When decisions of tests are taken. */
export const now = '2026-03-02T10:00:00.000Z';

/** What is known of somebody with whom nothing stands in the way. */
export const context = (input: Partial<ActionContext> = {}): ActionContext => ({
  personId: 'p',
  nowIso: now,
  score: 50,
  reasons: [],
  obstacle: null,
  capLeft: null,
  quietUntil: null,
  hoursFrom: null,
  isDayFull: false,
  hasOpenAction: false,
  lastActedAt: null,
  rejectedUntil: {},
  had: [],
  closed: [],
  hasOwner: true,
  recentMessages: 0,
  unanswered: 0,
  ...input,
});

/** A mail that is worth 10: one in ten, 100 each. */
export const action = (key: string, input: Partial<OfferedAction> = {}): OfferedAction => ({
  key,
  kind: 'send_email',
  label: key,
  chance: 0.1,
  value: 100,
  lever: 1,
  targetId: null,
  ...input,
});

/** A policy that offers `actions`, suggests and tries nothing out. */
export const policy = (actions: OfferedAction[], input: Partial<DecidingPolicy> = {}): DecidingPolicy => ({
  ...startingPolicy,
  mode: 'suggest',
  exploration: 0,
  versionId: 'v',
  actions,
  ...input,
});
