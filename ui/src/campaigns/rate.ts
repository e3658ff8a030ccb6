/** How many were done at a moment (ms since 1970). */
export interface Sample {
  at: number;
  done: number;
}

/** The samples of the last 20 seconds with a new one; what went backwards (another run) begins anew. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.done < last.done) return [sample];
  return [...samples.filter(({ at }) => sample.at - at <= 20_000), sample];
}

/** Done per second over the samples; null while there is too little to tell. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < 1500 || last.done === first.done) return null;
  return ((last.done - first.done) / (last.at - first.at)) * 1000;
}
