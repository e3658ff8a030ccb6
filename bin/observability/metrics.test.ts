import { expect, it } from 'vitest';
import { freePort } from '../embedded/port.ts';
import { createMetrics } from './metrics.ts';

it('says that a process is up, and why it does no work yet; its metrics are there before', async () => {
  const port = await freePort();
  let reason: string | null = 'It is starting.';
  const exposed = await createMetrics('test').expose({ host: '127.0.0.1', port, notReady: () => reason });
  const answer = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, await response.text()];
  };
  try {
    expect([await answer('/healthz'), await answer('/readyz')]).toEqual([
      [200, 'ok'],
      [503, 'It is starting.'],
    ]);
    expect(await answer('/metrics')).toEqual([200, expect.stringContaining('salescompass_up')]);
    reason = null;
    expect(await answer('/readyz')).toEqual([200, 'ok']);
  } finally {
    await exposed.close();
  }
});
