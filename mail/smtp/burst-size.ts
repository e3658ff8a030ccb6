/** Messages of the first burst over a connection; what a connection can leave uncertain that is lost before it has shown anything. */
export const fewestInBurst = 8;
/** Messages of any burst: half of a window, so that the two windows under way keep several connections busy. */
export const mostInBurst = 32;

/** Answered within this (milliseconds), the server is not what one waits for: more at once saves the kernel's part and costs no time. */
const atOnceMs = 25;
/** Not answered within this (milliseconds), the messages would have been through sooner over several connections side by side. */
const slowMs = 60;

/**
 * How many messages to write at once after a burst. A connection begins small, doubles while the server answers full bursts at once, and
 * halves where it does not: a server that takes its time gets few at once over many connections, and one that breaks off is
 * begun with anew.
 */
export function nextBurstSize(size: number, burst: { messages: number; answeredInMs: number }): number {
  if (burst.answeredInMs > slowMs) return Math.max(size / 2, fewestInBurst);
  return burst.answeredInMs <= atOnceMs && burst.messages === size ? Math.min(size * 2, mostInBurst) : size;
}
