import { createServer } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { Problem } from './problem.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('gives up a save that nobody answers after a minute, and says that it may be done', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    vi.stubGlobal('location', { origin: `http://127.0.0.1:${address.port}` });
    const { api } = await import('./api.ts');
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const waits: number[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      waits.push(ms);
      return timeout(ms / 1000);
    });
    const saved = api.POST('/api/v1/lists', { body: { name: 'Readers' } });
    await expect(saved).rejects.toThrow('it may be done, or not');
    await expect(saved).rejects.toBeInstanceOf(Problem);
    expect(Math.floor((waits[0] ?? 0) / 1000)).toBe(60);
  } finally {
    silent.closeAllConnections();
    silent.close();
  }
}, 5000);
