const lost = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // The name of a container that is down.
  'ENOTFOUND',
  'EAI_AGAIN',
  // Postgres is going down, has gone down, or is coming up again.
  '57P01',
  '57P02',
  '57P03',
  // No connection is free, or this one lost a deadlock: asking again helps.
  '53300',
  '40P01',
  '40001',
]);

/** Whether an error says that the database was away for a moment, rather than that it refused what was asked. */
export function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && (lost.has(code) || code.startsWith('08'));
}

/**
 * Whether what failed may go well by itself later: the database was away, had too little of something, or was busy. What it refuses for
 * what it is, it will refuse again.
 */
export function mayPass(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return isConnectionLoss(error) || (typeof code === 'string' && /^(?:53|55|57|58)...$/.test(code));
}

/**
 * Runs `work` again until the database answers or `seconds` have passed. For work that may be repeated, and whose knowledge
 * would be lost with the process.
 */
export async function untilConnected<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLoss(error) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
