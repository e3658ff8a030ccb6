import { z } from 'zod';

/** A success metric: its value, or null with what is missing before it can be said. */
const Metric = z.object({
  value: z.number().nullable(),
  /** What has to come in first, in words for the page; empty where there is a value. */
  missing: z.array(z.string()),
});

/** What the start page says first: the three success metrics, and where the organisation stands today. */
export const Overview = z.object({
  /** (attributed won revenue − actual cost) ÷ actual cost */
  roi: Metric,
  /** Amount of open opportunities that campaigns touched, in minor units of the tenant's currency. */
  pipelineInfluenced: Metric,
  /** Leads acquired by campaigns ÷ members of campaigns. */
  leadGenerationRate: Metric,
  leadsPerWeek: z.number(),
  people: z.int(),
  reachable: z.int(),
  /** By broadcasts, drips and casts, on the last thirty days of the organisation's calendar. */
  sentLast30Days: z.int(),
  /** Running campaigns that send something themselves; one that only holds others does not. */
  goingOut: z.int(),
  campaigns: z.record(z.string(), z.int()),
  waitingApprovals: z.int(),
  uncertainMessages: z.int(),
});

/** What the start page says first. */
export type Overview = z.infer<typeof Overview>;
