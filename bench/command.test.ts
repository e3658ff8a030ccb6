import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { InputFault, sentenceOf, wholeNumber } from './command.ts';
import { signInTo } from './smoke/api-client.ts';
import { mailboxAt } from './smoke/mailbox-client.ts';
import { readPeopleFile } from './smoke/people-file.ts';

/** What doing something throws. */
function faultOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a command that is given something wrong', () => {
  it('takes whole numbers alone', () => {
    expect([wholeNumber({ people: '20000' }, 'people'), wholeNumber({ kill: '0' }, 'kill', 0)]).toEqual([20_000, 0]);
    for (const text of ['abc', '', '1.5', '0', '-3', '1e3', '99999999999999999999', undefined])
      expect(() => wholeNumber({ people: text }, 'people'), text).toThrow(InputFault);
  });

  it('says what can be mended in a sentence, and shows the trace of its own faults', () => {
    const unknownOption = faultOf(() => parseArgs({ args: ['--pepole', '3'], options: {} }));
    expect([
      sentenceOf(
        faultOf(() => wholeNumber({ people: 'abc' }, 'people')),
        [],
      ),
      sentenceOf(
        faultOf(() => readFileSync('/not/there.csv')),
        ['/not/there.csv'],
      ),
      sentenceOf(
        faultOf(() => readFileSync('/not/there/labels.json')),
        ['/not/there'],
      ),
      sentenceOf(
        faultOf(() => readFileSync('bench')),
        ['bench'],
      ),
      sentenceOf(unknownOption, [])?.startsWith("Unknown option '--pepole'"),
      // A file of the command's own.
      sentenceOf(
        faultOf(() => readFileSync('/own/part.sql')),
        ['/not/there.csv'],
      ),
      sentenceOf(new TypeError('x is undefined'), []),
    ]).toEqual([
      '--people is a whole number of at least 1, and not "abc".',
      'There is no file /not/there.csv to read.',
      'There is no file /not/there/labels.json to read.',
      'bench is a folder, and a file is wanted.',
      true,
      null,
      null,
    ]);
  });

  it('ends with a code of its own', () => {
    const args = ['--import', 'tsx', 'bench/conformance.ts', 'attribution', '/not/there.csv'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: '✗  There is no file /not/there.csv to read.\n' });
  });
});

describe('the main job, before it does anything', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (text: string, more: Partial<Parameters<typeof readPeopleFile>[0]> = {}) => {
    const path = join(folder, 'people.csv');
    writeFileSync(path, text);
    const consent = { column: 'Mail', equals: 'Yes' };
    return readPeopleFile({ path, template: 'lead-{{ Number }}@example.test', consent, limit: null, ...more });
  };
  const people = 'Number,Mail\n1,Yes\n2,No\n';

  it('refuses what nobody could get a mail with, in a sentence', async () => {
    expect([...(await read(people)).addresses]).toEqual([
      ['lead-1@example.test', true],
      ['lead-2@example.test', false],
    ]);
    const refused = async (work: Promise<unknown>): Promise<string> => {
      const fault: unknown = await work.catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(InputFault);
      return (fault as Error).message;
    };
    expect(await refused(read('Number,Mail\n'))).toMatch(/people.csv has no people below its header.$/);
    expect(await refused(read('Number,Mail\n1,"a" b\n'))).toMatch(/people.csv is no CSV: [^\n]*line 2/);
    expect(await refused(read(people, { template: 'a@example.test' }))).toMatch(/^--email needs a column/);
    expect(await refused(read(people, { template: '{{Nr}}@example.test' }))).toMatch(/has no column "Nr".$/);
    expect(await refused(read(people, { consent: { column: 'Post', equals: 'Yes' } }))).toMatch(/no column "Post".$/);
    expect(await refused(read(people, { consent: null }))).toMatch(/^Without --consent/);
  });

  it('says at which address nothing answers', async () => {
    // Nothing can listen on port 0.
    const nowhere = 'http://127.0.0.1:0';
    await expect(signInTo(nowhere, { email: '', password: '' })).rejects.toThrow(`Nothing answers at ${nowhere}: `);
    await expect(mailboxAt(nowhere).newest()).rejects.toThrow(`No mailbox answers at ${nowhere}; `);
  });
});
