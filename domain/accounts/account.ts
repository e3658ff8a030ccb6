import { z } from 'zod';
import { Id } from '../ids.ts';
import { Money } from '../money.ts';

/** What a caller writes on an account; fields left out stay as they are. */
export const AccountInput = z.strictObject({
  name: z.string().trim().min(1).max(300),
  domain: z.string().trim().toLowerCase().max(253).nullable().optional(),
  industry: z.string().trim().max(200).nullable().optional(),
  employees: z.number().int().min(0).max(100_000_000).nullable().optional(),
  annualRevenue: Money.nullable().optional(),
  country: z.string().trim().max(100).nullable().optional(),
});

/** What a caller writes on an account. */
export type AccountInput = z.infer<typeof AccountInput>;

/** A company that people belong to. */
export const Account = z.object({
  id: Id,
  externalId: z.string().nullable(),
  name: z.string(),
  domain: z.string().nullable(),
  industry: z.string().nullable(),
  employees: z.number().int().nullable(),
  annualRevenue: Money.nullable(),
  country: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A company that people belong to. */
export type Account = z.infer<typeof Account>;
