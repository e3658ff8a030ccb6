import type { SuccessPeriod } from '../../../domain/overview/success.ts';
import { query } from '../lib/router.ts';
import { successPeriodWords } from './success-words.ts';

/** The spans that are offered, the shortest first. */
export const successPeriods = Object.keys(successPeriodWords) as SuccessPeriod[];

/** The span that is shown where the address names none. */
export const usualPeriod: SuccessPeriod = 'last90';

/** The span in the address of the page. Reactive. */
export const periodAsked = (): SuccessPeriod => successPeriods.find((one) => one === query('period')) ?? usualPeriod;
