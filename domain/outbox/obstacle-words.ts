import { leftOutWords } from '../broadcasts/audience.ts';

/** Why a message did not go, in the words that a person reads: what keeps people out of an audience, a drip or a cast, and what stops automated mail. */
const known: Record<string, string> = {
  ...leftOutWords,
  left_drip: 'had left the drip',
  drip_paused: 'was held in the drip',
  left_nurture: 'had left the programme',
  out_of_date: 'came too late: its item had run out',
  nurture_paused: 'was paused in the programme',
  action_withdrawn: 'was taken back',
  sign_up_over: 'what it asks to confirm was over',
  seed_off: 'was taken off the seed list',
  step_skipped: 'the step was left out by hand',
  never_open: 'its hours never open',
  already_in: 'are in it already',
  not_again: 'were in it and may not come again yet',
  exhausted: 'have had everything there is',
  leaves: 'would leave by a rule',
  paused: 'paused in the programme',
};

/** The words of a code; for an unknown one, the result of `otherwise`. */
export function obstacleWords(code: string, otherwise: (code: string) => string = spelt): string {
  return known[code] ?? otherwise(code);
}

/** One with digits (smtp_550_5.1.1) stays as it is. */
function spelt(code: string): string {
  return /\d/.test(code) ? code : code.replaceAll('_', ' ');
}
