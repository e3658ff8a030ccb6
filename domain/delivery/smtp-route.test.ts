import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NewSmtpRoute, nextRoute, restSeconds } from './smtp-route.ts';

it('gives each route its share, at any moment to within one turn', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 300 }),
      (weights, turns) => {
        const routes = weights.map((weight, at) => ({ id: String(at), weight, credit: 0 }));
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        const counts = weights.map(() => 0);
        for (let turn = 1; turn <= turns; turn += 1) counts[Number(nextRoute(routes)!.id)]! += 1;
        for (const [at, weight] of weights.entries())
          expect(Math.abs(counts[at]! - (turns * weight) / all)).toBeLessThanOrEqual(Math.max(1, weights.length - 1));
      },
    ),
    { numRuns: 300 },
  );
});

it('keeps spares for when nobody else is there', () => {
  const spare = { id: 'spare', weight: 0, credit: 0 };
  const main = { id: 'main', weight: 1, credit: 0 };
  expect([nextRoute([spare, main])?.id, nextRoute([spare])?.id, nextRoute([])]).toEqual(['main', 'spare', undefined]);
});

it('rests longer each time, up to half an hour', () => {
  expect([1, 2, 3, 6, 50].map(restSeconds)).toEqual([60, 120, 240, 1800, 1800]);
});

it.each([
  ['smtp.example.com', true],
  ['198.51.100.7', false],
  ['10.0.0.5', false],
  ['169.254.169.254', false],
  ['fd00::1', false],
  ['8.8.8.8', true],
  ['smtp example', false],
])('takes the host %s: %s', (host, isTaken) => {
  expect(NewSmtpRoute.safeParse({ name: 'x', host }).success).toBe(isTaken);
});
