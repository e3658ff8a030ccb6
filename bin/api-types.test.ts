import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { apiTypes } from './api-types.ts';

it('the UI has the types of the API as it is; `npm run api:types` makes them anew', async () => {
  const known = await readFile(new URL('../ui/src/lib/api-types.ts', import.meta.url), 'utf8');
  expect(known === (await apiTypes())).toBe(true);
});
