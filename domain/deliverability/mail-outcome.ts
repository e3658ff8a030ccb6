import { figuresOf, type DeliveryCounts, type DeliveryFigures } from './counts.ts';
import { scoreOf, type Score } from './score.ts';

/** The outcome of some mail, with its score and the factors of the score. */
export interface MailOutcome extends Score {
  counts: DeliveryCounts;
  figures: DeliveryFigures;
}

/** Scores what became of some mail; `signed`: how many of the messages that were sent are signed. */
export function mailOutcomeOf(counts: DeliveryCounts, signed: number): MailOutcome {
  const figures = figuresOf(counts);
  return { counts, figures, ...scoreOf(figures, figures.sent === 0 ? null : signed / figures.sent) };
}

/** The parts, the one with the most mail first. */
export function byMail<Part extends { figures: DeliveryFigures }>(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => b.figures.tried - a.figures.tried);
}
