import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildSnippet, snippetBytes } from '../ui/snippet-build.ts';

it('the snippet weighs at most 3 kB and asks no other host', async () => {
  const code = await buildSnippet();
  expect(gzipSync(code).length).toBeLessThanOrEqual(snippetBytes);
  expect(code).not.toMatch(/https?:\/\//);
  expect(code).not.toContain('document.cookie');
});
