/** A request gives up after this long (milliseconds), and says that there is more. */
const longestMs = 8_000;

/** Does a batch after another until one is not full, or the time of a request is over. */
export async function inRoundsFor(
  batch: number,
  round: () => Promise<number>,
): Promise<{ mails: number; isDone: boolean }> {
  const until = Date.now() + longestMs;
  for (let mails = 0; ;) {
    const done = await round();
    mails += done;
    if (done < batch) return { mails, isDone: true };
    if (Date.now() > until) return { mails, isDone: false };
  }
}
