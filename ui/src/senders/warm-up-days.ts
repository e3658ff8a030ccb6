import { usualPlan } from '../../../domain/senders/warm-up-plan.ts';

/** What a warm-up is filled in with at first. */
export const usualDays = usualPlan.join(', ');

/** The numbers that somebody wrote for the days; what is no number stays wrong, so that saving says so. */
export function daysOf(text: string): number[] {
  return text
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map((part) => Number(part.replace(/\./g, '')));
}
