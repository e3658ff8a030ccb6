/** How long (ms) the same request again counts as a repetition of one that got no answer. */
const memoryMs = 120_000;

/** Requests that make or send something of which there can be another; commands are refused or change nothing the second time. */
const makes = /(s|people|clone|copy|-send|\/list|add-from|enrol|invite|deliver|rotate|-secret)$/;

/**
 * The Idempotency-Keys of requests. Where no answer came, nobody knows whether it was done: whoever presses the button once more sends the
 * key of the first time, so that nothing is made twice. Once anything that changes something was answered, what is sent is meant anew.
 */
export class Repeats {
  #unanswered = new Map<string, { key: string; atMs: number }>();

  /** The key for a request; `what` is all that is sent, body and all, and `atMs` now. */
  keyFor(path: string, what: string, atMs: number): string {
    const known = this.#unanswered.get(what);
    return known && makes.test(path) && this.isUnanswered(what, atMs) ? known.key : crypto.randomUUID();
  }
  /** Whether the same was sent a while ago and got no answer: it may be done already. */
  isUnanswered(what: string, atMs: number): boolean {
    return atMs - (this.#unanswered.get(what)?.atMs ?? -memoryMs) < memoryMs;
  }
  /** Notes how a request ended: with the status of its answer, 0 for none. */
  note({ what, key, status, atMs }: { what: string; key: string; status: number; atMs: number }): void {
    if (status === 0 || status >= 500) this.#unanswered.set(what, { key, atMs });
    // Refused because the first one is still under way: how that ends is not known yet.
    else if (status !== 409) this.#unanswered.clear();
  }
}

/** Those of this page. */
export const repeats = new Repeats();
