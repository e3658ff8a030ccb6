/** What a sender without a history may send a day at first, so that receivers get to know it. */
export const usualPlan: readonly number[] = [50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000, 40_000];
