import { expect, it } from 'vitest';
import { byMail, mailOutcomeOf } from './mail-outcome.ts';

it('gives points for signing by the share of what was sent that is signed, and none where nothing was', () => {
  const points = (sent: number, signed: number) =>
    mailOutcomeOf({ sent }, signed).factors.find(({ key }) => key === 'authentication')?.points;
  expect([points(1000, 1000), points(1000, 500), points(1000, 0), points(0, 0)]).toEqual([10, 5, 0, null]);
});

it('scores what was refused with what came back', () => {
  const { figures, score } = mailOutcomeOf({ sent: 900, refusedHard: 50, bouncedHard: 50 }, 900);
  expect(figures).toMatchObject({ tried: 950, delivered: 850, hardBounces: 100 });
  expect(score).toBeLessThan(mailOutcomeOf({ sent: 950 }, 950).score!);
});

it('puts the part with the most mail first', () => {
  const parts = [{ sent: 10 }, { sent: 30 }, { sent: 20, refusedSoft: 15 }].map((counts) => mailOutcomeOf(counts, 0));
  expect(byMail(parts).map(({ figures }) => figures.tried)).toEqual([35, 30, 10]);
});
