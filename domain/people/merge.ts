/** The consent of two records of one person: who opted out once stays out, whichever record said it. */
export function mergeConsent<State extends 'unknown' | 'granted' | 'denied'>(a: State, b: State): State {
  if (a === 'denied' || b === 'unknown') return a;
  if (b === 'denied' || a === 'unknown') return b;
  return a;
}

/** The earlier of two moments, null where neither is known. */
export function earliest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a <= b ? a : b;
}
