import { describe, expect, it, vi } from 'vitest';

const read = (path: string, method = 'GET'): Request => new Request(`http://localhost${path}`, { method });

/** The module anew, as in a browser to which a page brought these answers. */
async function opened(answers: object | string) {
  vi.resetModules();
  const element = { textContent: typeof answers === 'string' ? answers : JSON.stringify(answers), remove: () => {} };
  vi.stubGlobal('document', { querySelector: () => element });
  const module = await import('./first-answers.ts');
  vi.unstubAllGlobals();
  return module;
}

describe('firstAnswer', () => {
  it('gives what came with the page, once, to who asks in the same words', async () => {
    const { firstAnswer } = await opened({ '/api/v1/campaigns?limit=50': { data: [1] } });
    expect(firstAnswer(read('/api/v1/campaigns'))).toBeNull();
    const answer = await firstAnswer(read('/api/v1/campaigns?limit=50'));
    expect([answer?.ok, await answer?.json()]).toEqual([true, { data: [1] }]);
    expect(firstAnswer(read('/api/v1/campaigns?limit=50'))).toBeNull();
  });

  it('forgets it when something is changed, for somebody else, and in time', async () => {
    vi.useFakeTimers();
    for (const end of ['change', 'forget', 'time']) {
      const { firstAnswer, forgetFirstAnswers } = await opened({ '/api/v1/me': {} });
      if (end === 'change') expect(firstAnswer(read('/api/v1/campaigns', 'POST'))).toBeNull();
      if (end === 'forget') forgetFirstAnswers();
      if (end === 'time') vi.advanceTimersByTime(10_000);
      expect(firstAnswer(read('/api/v1/me'))).toBeNull();
    }
    vi.useRealTimers();
  });

  it('gives nothing where the document was cut off on its way', async () => {
    const { firstAnswer } = await opened('{"/api/v1/me":{"user":{"na');
    expect(firstAnswer(read('/api/v1/me'))).toBeNull();
  });
});
