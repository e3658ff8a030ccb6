import type { Connection } from '@temporalio/client';

const askAgainAfterMs = 3600_000;

/**
 * How long the namespace keeps closed histories, in milliseconds; null until Temporal has told. Asked in the background and again
 * every hour, so that nobody waits for it and a server that is away when the process starts is asked later.
 */
export function createHistoryRetention(connection: Connection, namespace: string): () => number | null {
  let known: number | null = null;
  let askedAt = 0;
  const ask = async (): Promise<void> => {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    known = seconds > 0 ? seconds * 1000 : null;
  };
  const read = (): number | null => {
    if (Date.now() - askedAt > askAgainAfterMs) {
      askedAt = Date.now();
      ask().catch(() => (askedAt = 0));
    }
    return known;
  };
  read();
  return read;
}
