import { expect, it } from 'vitest';
import { everyPage } from './every-page.ts';

it('reads all that comes in pages, 500 rows a request, and stops where nobody has that many', async () => {
  const asked: object[] = [];
  const read = (last: number) => async (page: { limit: number; cursor?: string }) => {
    asked.push(page);
    const at = Number(page.cursor ?? 0);
    return { data: [at], nextCursor: at === last ? null : String(at + 1) };
  };
  expect(await everyPage(read(2))).toEqual({ data: [0, 1, 2], nextCursor: null });
  expect(asked).toEqual([{ limit: 500 }, { limit: 500, cursor: '1' }, { limit: 500, cursor: '2' }]);
  expect((await everyPage(read(Infinity))).data).toHaveLength(20);
});
