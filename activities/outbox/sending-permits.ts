/**
 * Windows that one process may have in flight at a time: what a crash leaves uncertain is bounded by them. Lanes of the outbox wait for
 * one; whoever sends by the way takes one only where it is free.
 */
export interface SendingPermits {
  /** Waits for a permit; call what it gives to return it. */
  wait: () => Promise<() => void>;
  /** A permit, or null where all are taken. */
  take: () => (() => void) | null;
}

/** Makes `count` permits. */
export function createSendingPermits(count: number): SendingPermits {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  const permit = () => {
    let isHeld = true;
    return () => {
      if (isHeld) giveBack();
      isHeld = false;
    };
  };
  return {
    take: () => {
      if (free === 0) return null;
      free -= 1;
      return permit();
    },
    wait: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return permit();
    },
  };
}
