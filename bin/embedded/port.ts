import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which Linux gives ports to connections that go out: none of them takes one between here and its use. */
const [lowest, highest] = [20_000, 32_000];

const given = new Set<number>();

/** A loopback port that was free a moment ago, drawn at random, and never the same twice in a process. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const port = randomInt(lowest, highest);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port between ${lowest} and ${highest} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isOpen = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isOpen) await new Promise<void>((resolve) => server.close(() => resolve()));
  return isOpen;
}
