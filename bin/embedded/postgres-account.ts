import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartProblem } from './start-problem.ts';

/** Whom Postgres runs as: no `uid` means ourselves; `passesAnyFolder` when folders on the way are closed to that account. */
export interface ServerAccount {
  uid?: number;
  gid?: number;
  passesAnyFolder?: boolean;
}

/**
 * Postgres refuses to run as root, so root hands it to the account that owns its data already, to `postgres` where there is one,
 * else to `nobody`. A checkout under a home that is closed to others (/root is, as a rule) is passed with one capability kept.
 */
export async function serverAccount(data: string, program: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return {};
  const account = existsSync(join(data, 'PG_VERSION')) ? await ownerOf(data) : (lookUp('postgres') ?? lookUp('nobody'));
  if (!account) {
    throw new StartProblem(
      'Postgres refuses to run as root, and this machine has neither an account `postgres` nor `nobody`.',
      'Start as an ordinary user, or add an account: useradd --system postgres.',
    );
  }
  if ((await isOpenToOthers(dirname(data))) && (await isOpenToOthers(program))) return account;
  if (spawnSync('setpriv', ['--version']).status === 0) return { ...account, passesAnyFolder: true };
  throw new StartProblem(
    `Postgres refuses to run as root, and other accounts may not pass the folders above ${data} or ${program}.`,
    'Move the checkout out of a closed home such as /root, make the folders passable (chmod o+x), or start as an ordinary user.',
  );
}

/** Starts `program` as `account`, in a session of its own. */
export function spawnAs(account: ServerAccount, program: string, args: string[]): ChildProcess {
  const { uid, gid } = account;
  // The messages that are looked for are English.
  const env = { ...process.env, LC_ALL: 'C', LANG: 'C' };
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: '/', env };
  if (!account.passesAnyFolder) return spawn(program, args, { ...options, uid, gid });
  const identity = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  const capability = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return spawn('setpriv', [...identity, ...capability, program, ...args], options);
}

async function ownerOf(path: string): Promise<ServerAccount> {
  const { uid, gid } = await stat(path);
  return { uid, gid };
}

function lookUp(name: string): ServerAccount | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10),
  );
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined;
}

async function isOpenToOthers(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
