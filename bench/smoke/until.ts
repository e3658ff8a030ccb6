/** When to stop asking: `done`, or after `seconds`, when `orElse` gives the answer (without it the last one is an error). */
export interface UntilOptions<T> {
  done: (value: T) => boolean;
  seconds: number;
  everyMs?: number;
  /** What is waited for, in words, for the error. */
  what?: string;
  orElse?: () => Promise<T>;
}

/** Asks again and again until the answer is the wanted one. */
export async function until<T>(ask: () => Promise<T>, options: UntilOptions<T>): Promise<T> {
  const deadline = Date.now() + options.seconds * 1000;
  for (;;) {
    const value = await ask();
    if (options.done(value)) return value;
    if (Date.now() > deadline) {
      if (options.orElse) return options.orElse();
      throw new Error(
        `${options.what ?? 'what was waited for'} did not come within ${options.seconds} s: ${JSON.stringify(value).slice(0, 500)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 400));
  }
}
