/** How often a person may ask for mail: as often as it comes, not more than once a week or a month, or not at all for some time. */
export const frequencyChoices = ['all', 'weekly', 'monthly', 'pause30', 'pause60', 'pause90'] as const;

/** One of `frequencyChoices`. */
export type FrequencyChoice = (typeof frequencyChoices)[number];

/** What holds of a person: how often, and until when nothing comes (null: it does). */
export interface MailFrequency {
  frequency: 'weekly' | 'monthly' | null;
  pausedUntil: Date | null;
}

/** Reads what a form says; null for anything that is no choice. */
export function readChoice(value: unknown): FrequencyChoice | null {
  return frequencyChoices.find((choice) => choice === value) ?? null;
}

/** What a choice makes of what holds: a pause keeps how often they want it afterwards, and anything else ends it. */
export function chosen(choice: FrequencyChoice, before: MailFrequency, now: Date): MailFrequency {
  switch (choice) {
    case 'all':
      return { frequency: null, pausedUntil: null };
    case 'weekly':
    case 'monthly':
      return { frequency: choice, pausedUntil: null };
    case 'pause30':
    case 'pause60':
    case 'pause90': {
      const days = Number(choice.slice('pause'.length));
      return { ...before, pausedUntil: new Date(now.getTime() + days * 86_400_000) };
    }
  }
}

/** Whether nothing comes at a moment. */
export function isPaused({ pausedUntil }: MailFrequency, now: Date): boolean {
  return pausedUntil !== null && pausedUntil > now;
}
