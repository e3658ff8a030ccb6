import type { Db } from '../../../db/connection.ts';
import { recordCalls, type NewCall } from '../../../db/queries/ingest/ingest.ts';
import { createGroupedWriter } from '../../grouped-writer.ts';

/**
 * Writes the calls of requests, several requests in one statement where they come close together, and those of one request always
 * together. Answers after the commit how many of a request's calls were new.
 */
export function createCallWriter(db: Db, onRecorded: (tenantId: string) => void) {
  return createGroupedWriter<NewCall[], number>({
    write: async (tenantId, requests) => {
      const now = performance.now();
      const calls = requests.flatMap(({ item, since }) =>
        item.map((call) => ({ ...call, agoMs: call.agoMs + now - since })),
      );
      const stored = await recordCalls(db, tenantId, calls);
      let place = 0;
      return requests.map(({ item }) => item.filter(() => stored.has(place++)).length);
    },
    rowsOf: (calls) => calls.length,
    mostRows: 500,
    onWritten: onRecorded,
  });
}
