import { z } from 'zod';
import type { Role } from '../policy/roles.ts';
import { Id } from '../ids.ts';

/** Why nothing is sent to an address any more. */
export const suppressionReasons = ['unsubscribe', 'hard_bounce', 'complaint', 'manual', 'erased'] as const;

/** One of `suppressionReasons`. */
export const SuppressionReason = z.enum(suppressionReasons);

/** One of `suppressionReasons`. */
export type SuppressionReason = z.infer<typeof SuppressionReason>;

/** A suppression as the API shows it; `email` is null where only the hash was kept. */
export const Suppression = z.object({
  id: Id,
  email: z.string().nullable(),
  reason: SuppressionReason,
  source: z.string(),
  createdAt: z.string(),
});

/** A suppression as the API shows it. */
export type Suppression = z.infer<typeof Suppression>;

/** Addresses to suppress by hand, up to 5,000 at a time. */
export const SuppressionsInput = z.strictObject({
  emails: z.array(z.string().max(400)).min(1).max(5000),
  source: z.string().trim().max(200).default('added by hand'),
});

/**
 * Whether someone in `role` may take a suppression back. One who complained or was erased asked for it: lifting that is an
 * admin's decision, made on purpose (`confirmed`).
 */
export function canLift(reason: SuppressionReason, role: Role, confirmed: boolean): boolean {
  return reason === 'complaint' || reason === 'erased' ? role === 'admin' && confirmed : true;
}
