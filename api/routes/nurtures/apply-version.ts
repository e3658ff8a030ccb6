import type { TenantDb } from '../../../db/connection.ts';
import { findNurtureVersionHash, markNurtureVersion, clearStream } from '../../../db/queries/nurtures/versions.ts';
import type { NurtureVersionMark, NurtureVersionRow } from '../../../db/queries/nurtures/versions.ts';
import { markNurtureVersionInUse } from '../../../db/queries/nurtures/state.ts';
import { type NurtureRow } from '../../../db/queries/nurtures/nurtures.ts';
import { DomainError } from '../../../domain/errors.ts';
import { compareDefinitions, streamAfter } from '../../../domain/nurtures/version.ts';
import { keepingApproval } from '../campaigns/edit.ts';

/**
 * Takes a version that waits into use, in the caller's transaction, which holds the campaign and has locked the programme: what is cast
 * from here on goes by it, and people of streams that it does not have go where its author said. Returns how many went to each, or out.
 * One that is not what was asked for any more is refused. Tell its workflow once this is committed.
 */
export async function applyVersion(
  db: TenantDb,
  former: NurtureRow,
  { version, values }: { version: NurtureVersionRow; values: NurtureVersionMark },
): Promise<{ stream: string; goesTo: string | null; people: number }[]> {
  const { nurtureId, number, definition, moves, contentHash } = version;
  const nowIso = new Date().toISOString();
  if (contentHash !== (await findNurtureVersionHash(db, definition)))
    throw new DomainError('conflict', 'The version is not what was submitted; reject it and make it anew.');
  const moved: { stream: string; goesTo: string | null; people: number }[] = [];
  await keepingApproval(db, former.campaignId, async () => {
    // One that began before versions were kept has no hash yet; with it, it can be gone back to.
    const hash = await findNurtureVersionHash(db, former.definition);
    const replaced = { nurtureId, number: former.currentVersion };
    await markNurtureVersion(db, { ...replaced, from: ['active'], to: 'superseded', values: { contentHash: hash } });
    const inUse = { ...values, activatedAt: nowIso };
    if (!(await markNurtureVersion(db, { nurtureId, number, from: ['in_review'], to: 'active', values: inUse })))
      throw new DomainError('conflict', 'Somebody else has decided on it meanwhile.');
    await markNurtureVersionInUse(db, { nurtureId, number });
    for (const { key: stream } of compareDefinitions(former.definition, definition).removed) {
      const goesTo = streamAfter(stream, moves, definition);
      moved.push({ stream, goesTo, people: await clearStream(db, { nurtureId, stream, goesTo, nowIso }) });
    }
  });
  return moved;
}
