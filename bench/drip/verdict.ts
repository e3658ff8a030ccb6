import type { Database } from '../../db/connection.ts';
import type { RunningSink } from '../sender/sink.ts';

/** What became of the messages of a drip. A message that was never even meant for somebody is as missing as one that did not arrive. */
export interface Verdict {
  duplicates: number;
  missing: number;
  uncertain: number;
  uncertainReceived: number;
}

/** Compares what the tenant's messages say with what the mail server received; `planned`: so many messages were to be sent. */
export async function judge(
  { owner, sink }: { owner: Database; sink: RunningSink },
  { tenantId, planned }: { tenantId: string; planned: number },
): Promise<Verdict> {
  const messages = await owner.sql<{ id: string; status: string }[]>`
    select id, status from messages where tenant_id = ${tenantId}`;
  const arrived = new Set((await sink.ids()).map((id) => id.replace(/^<|@.*$/g, '')));
  const uncertain = messages.filter(({ status }) => status === 'uncertain');
  const lost = messages.filter(({ id, status }) => status !== 'uncertain' && !arrived.has(id));
  return {
    duplicates: (await sink.report()).duplicates.length,
    missing: lost.length + (planned - messages.length),
    uncertain: uncertain.length,
    uncertainReceived: uncertain.filter(({ id }) => arrived.has(id)).length,
  };
}
