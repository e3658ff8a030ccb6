const rootTwoPi = Math.sqrt(2 * Math.PI);

/** The standard normal density. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / rootTwoPi;
}

const numerator = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const denominator = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** P(Z ≤ x) of the standard normal, to 1e-15 (Hart's rational form, as in West 2005); far tails keep their relative precision. */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  const tail = size > 37 ? 0 : Math.exp((-size * size) / 2) * millsLike(size);
  return x > 0 ? 1 - tail : tail;
}

function millsLike(x: number): number {
  if (x < 7.07106781186547) return polynomial(numerator, x) / polynomial(denominator, x);
  return 1 / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / rootTwoPi;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

/** The x with P(Z ≤ x) = p, for p in (0, 1): a first guess, then Newton's steps on the logarithm of the tail until they stand still. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  // Abramowitz and Stegun 26.2.23, good to 4.5e-4.
  let x = -(
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
  for (let step = 0; step < 8; step++) {
    const tail = normalCdf(x);
    const move = ((Math.log(tail) - Math.log(p)) * tail) / normalDensity(x);
    x -= move;
    if (Math.abs(move) < 1e-14) break;
  }
  return x;
}
