import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { InputFault, sentenceOf, wholeNumber } from './command.ts';

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
