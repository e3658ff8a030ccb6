import type { DeliveryFigures } from './counts.ts';

/** What the score is made of. */
export const factorKeys = [
  'complaints',
  'hardBounces',
  'policyBlocks',
  'deferrals',
  'engagement',
  'authentication',
] as const;

/** One of `factorKeys`. */
export type FactorKey = (typeof factorKeys)[number];

/** One factor: how much it can give, how much it gave, and the share that it rests on; both null where too little is known. */
export interface Factor {
  key: FactorKey;
  most: number;
  points: number | null;
  share: number | null;
}

/** Between which shares a factor goes from all to none of its points. */
const scales: Record<FactorKey, { most: number; good: number; bad: number; least: number }> = {
  complaints: { most: 30, good: 0.0003, bad: 0.003, least: 500 },
  hardBounces: { most: 20, good: 0.003, bad: 0.05, least: 200 },
  policyBlocks: { most: 15, good: 0.001, bad: 0.1, least: 200 },
  deferrals: { most: 10, good: 0.02, bad: 0.3, least: 200 },
  engagement: { most: 15, good: 0.2, bad: 0.02, least: 200 },
  authentication: { most: 10, good: 1, bad: 0, least: 1 },
};

/** The score with what it is made of. */
export interface Score {
  /** 0 to 100; null where too little was sent to say. */
  score: number | null;
  factors: Factor[];
}

/**
 * How well mail is received, 0 to 100: the points of the factors of which enough is known, as a share of what those can give.
 * `signed` is how much of the mail came from domains whose mail is signed with DKIM; null where nobody knows.
 */
export function scoreOf(figures: DeliveryFigures, signed: number | null): Score {
  const { tried, delivered, deferred, hardBounces, policyBlocks, complaints, opened, clicked } = figures;
  const factors = [
    factor('complaints', complaints, delivered),
    factor('hardBounces', hardBounces, tried),
    factor('policyBlocks', policyBlocks, tried),
    factor('deferrals', Math.min(deferred, tried), tried),
    // Whoever clicks without loading pictures has read it too.
    factor('engagement', Math.min(Math.max(opened, clicked), delivered), delivered),
    factor('authentication', signed ?? 0, signed === null ? 0 : 1),
  ];
  const known = factors.filter(({ key, points }) => points !== null && key !== 'authentication');
  if (known.length === 0) return { score: null, factors };
  const counted = factors.filter(({ points }) => points !== null);
  const most = counted.reduce((sum, one) => sum + one.most, 0);
  const points = counted.reduce((sum, one) => sum + (one.points ?? 0), 0);
  return { score: Math.round((points / most) * 100), factors };
}

function factor(key: FactorKey, part: number, whole: number): Factor {
  const { most, good, bad, least } = scales[key];
  if (whole < least) return { key, most, points: null, share: null };
  const share = part / whole;
  const kept = Math.min(1, Math.max(0, (share - bad) / (good - bad)));
  return { key, most, points: Math.round(most * kept * 10) / 10, share };
}

/** What a score means in a word. */
export function scoreWord(score: number): 'good' | 'fair' | 'poor' {
  return score >= 80 ? 'good' : score >= 60 ? 'fair' : 'poor';
}
