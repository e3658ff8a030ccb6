import { z } from 'zod';
import { actionKinds, ActionKind, type OfferedAction } from './action.ts';

/** Who decides: nobody, a person one by one, a person for many at once, or the product within limits. */
export const policyModes = ['off', 'suggest', 'bulk', 'automatic'] as const;

/** One of the modes. */
export type PolicyMode = (typeof policyModes)[number];

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time like 09:00');

const hours = z.strictObject({ from: clock, to: clock });

/** The hours as they are set; what was kept before they had to be in order is read as it is, and never opens. */
export const PolicyHours = hours.refine(({ from, to }) => from < to, {
  error: 'must begin before they end, on the same day',
  path: ['to'],
});

/** What a tenant, or a campaign of its own, sets. */
export const PolicySettings = z.object({
  mode: z.enum(policyModes),
  /** What may be done; waiting and stopping always may. */
  allowedKinds: z.array(ActionKind).max(actionKinds.length),
  /** Actions a day, over everybody, that are done without a person. */
  dailyMaximum: z.int().min(0).max(100_000),
  /** The hours of the tenant's clock in which something is done without a person; null: any. */
  hours: hours.nullable(),
  /** Days between two actions of one person, and in which a rejected one is not proposed again. */
  coolDownDays: z.int().min(0).max(365),
  /** The share of people who get something else than what looks best, so that there is something to learn from; 0 to 0.5. */
  exploration: z.number().min(0).max(0.5),
  /** The share of people who get nothing, so that the effect can be told; 0.01 to 0.5: there always are some. */
  holdOut: z.number().min(0.01).max(0.5),
  /** Days in which an answer counts as the action's. */
  horizonDays: z.int().min(1).max(90),
  /** What an answer is worth that came although nothing was done, in whole units of the currency. */
  baseValue: z.number().min(0).max(1e9),
  /** What each message of the last seven days takes off the worth of another one. */
  fatigue: z.number().min(0).max(1e9),
});

/** What a tenant, or a campaign of its own, sets. */
export type PolicySettings = z.infer<typeof PolicySettings>;

/** What holds until somebody sets something else: nothing is proposed. */
export const startingPolicy: PolicySettings = {
  mode: 'off',
  allowedKinds: ['send_email', 'send_content', 'add_to_drip', 'create_task', 'change_cadence'],
  dailyMaximum: 200,
  hours: { from: '09:00', to: '17:00' },
  coolDownDays: 7,
  exploration: 0.1,
  holdOut: 0.1,
  horizonDays: 14,
  baseValue: 100,
  fatigue: 2,
};

/** A policy as decisions use it: settings, offers, and the version that decides. */
export interface DecidingPolicy extends PolicySettings {
  /** The id of the version; a decision keeps it. */
  versionId: string;
  actions: readonly OfferedAction[];
}
