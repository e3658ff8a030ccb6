import { expect, it } from 'vitest';
import { Blocks } from '../../../domain/templates/block.ts';
import { askPublic, checkReach } from './link-probe.ts';

const button = (id: string, link: string) => ({ kind: 'button', id, label: 'Go', link });

it('asks where links lead, a few and each once, and names the block whose link leads nowhere', async () => {
  const asked: string[] = [];
  const answers: Record<string, number> = { 'https://a.test/': 200, 'https://b.test/': 404, 'https://c.test/': 403 };
  const blocks = Blocks.parse([
    button('a', 'https://a.test/'),
    button('a2', 'https://a.test/'),
    button('b', 'https://b.test/'),
    button('c', 'https://c.test/'),
    button('d', 'https://d.test/'),
    button('e', 'https://e.test/{{ person.city }}'),
    button('f', 'mailto:x@y.test'),
    ...Array.from({ length: 40 }, (_, at) => button(`m${at}`, `https://m${at}.test/`)),
  ]);
  const { findings, links } = await checkReach(blocks, async (url) => {
    asked.push(url);
    if (!(url in answers) && url === 'https://d.test/') throw new Error('away');
    return answers[url] ?? 200;
  });
  expect(asked).toHaveLength(20);
  expect(links.slice(0, 4).map(({ isReachable }) => isReachable)).toEqual([true, false, true, false]);
  expect(findings.map(({ code, blockId }) => [code, blockId])).toEqual([
    ['unreachable_link', 'b'],
    ['unreachable_link', 'd'],
  ]);
});

it.each([
  'http://127.0.0.1:1/',
  'http://[::1]:1/',
  'http://169.254.169.254/latest',
  'http://localhost:1/',
  'http://10.0.0.1/',
])('asks nothing behind our own walls: %s', async (url) => {
  expect(await askPublic(url)).toBeNull();
});
