import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/api.ts';
import { castOf } from '../../test/came-back/acts.ts';
import { createPlay, listSecond, type Play } from '../../test/came-back/play.ts';
import { changedTables, differences, readCounters, readFates, snapshot } from '../../test/came-back/table.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { closeDrip } from '../drips/messages.ts';

// The same with 2,000 people and more: `npm run bench:inbound -- --end-to-end`.
let stage: TestStage;
let api: TestApi;
let play: Play;
const cast = castOf(200);

beforeAll(async () => {
  stage = await createTestStage();
  api = await createTestApi(stage.database, { keyRing: stage.keyRing });
  play = await createPlay(stage, { api, cast });
}, 120_000);
afterAll(async () => {
  await play.close();
  await api.close();
  await stage.close();
});

describe('a broadcast of which mail comes back in every way', () => {
  it('leaves everybody, every message and every count exactly as the script has it', async () => {
    await play.perform();
    const { owner } = stage.database;
    const [fates, counters] = [await readFates(owner, play), await readCounters(owner, play)];
    expect(fates.size).toBe(cast.length);
    expect(differences(cast, { fates, counters })).toEqual([]);
    expect((await stage.sink.report()).duplicates).toEqual([]);
  }, 240_000);

  it('changes nothing, in any table, when all of it comes back once more', async () => {
    const { owner } = stage.database;
    const before = await snapshot(owner, play.tenantId);
    const { messages } = await stage.sink.report();
    await play.repeat();
    expect(changedTables(before, await snapshot(owner, play.tenantId))).toEqual([]);
    expect((await stage.sink.report()).messages).toBe(messages);
  }, 240_000);

  it('and the drip goes on with those alone whom nothing led out of it', async () => {
    await play.drip.signal(closeDrip);
    expect(await play.drip.result()).toBe('completed');
    const staying = cast.filter(({ fate }) => fate.drip === 'active').map(({ email }) => email);
    expect(await listSecond(stage, play)).toEqual(staying.sort());
  }, 240_000);
});
