/** What a person at the terminal sees while the platform starts, runs and stops. */
export interface Progress {
  /** Runs a step and says when it is done, how long it took and what came of it. */
  step: <T>(
    name: string,
    work: (note: (text: string) => void) => Promise<T>,
    result?: (value: T) => string,
  ) => Promise<T>;
  note: (text: string) => void;
}

/** Writes lines through `write`. */
export function createProgress(write: (line: string) => void): Progress {
  const begun = Date.now();
  const time = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
  return {
    step: async (name, work, result) => {
      const since = Date.now();
      // Silence is for what takes a moment; what takes longer says what it is doing.
      const timer = setTimeout(() => write(`  …  ${name}`), 2000);
      try {
        const value = await work((text) => write(`  …  ${name}: ${text}`));
        write(`  ✓  ${name}${result ? `: ${result(value)}` : ''} (${time(since)})`);
        return value;
      } finally {
        clearTimeout(timer);
      }
    },
    note: (text) => write(`     [${time(begun)}] ${text}`),
  };
}
