import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { paths } from './paths.ts';
import { pages } from './routes.ts';

const src = fileURLToPath(new URL('..', import.meta.url));
const onDisk = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-page.svelte'));
const routed = Object.values(pages).map(
  (load) => /import(?:__)?\(["'`][^"'`]*?([\w-]+\/[\w-]+-page\.svelte)/.exec(String(load))?.[1],
);

describe('routes', () => {
  it('has a page for every address and an address for every page', () => {
    expect(Object.keys(pages)).toEqual(Object.keys(paths));
    expect(routed.filter((file) => !file || !existsSync(`${src}/${file}`))).toEqual([]);
    expect([...routed].sort()).toEqual([...onDisk].sort());
  });

  it('has no two addresses alike', () => {
    expect(new Set(Object.values(paths)).size).toBe(Object.values(paths).length);
  });
});
