import { expect, it } from 'vitest';
import { freePort } from './port.ts';

it('gives every port once, and none that a connection which goes out could get meanwhile', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(new Set(ports).size).toBe(50);
  expect(ports.filter((port) => port < 20_000 || port >= 32_000)).toEqual([]);
});
