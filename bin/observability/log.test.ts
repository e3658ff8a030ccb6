import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog, temporalLog } from './log.ts';

function collecting(): { lines: () => Record<string, unknown>[]; out: Writable } {
  let text = '';
  const out = new Writable({ write: (chunk: Buffer, _, done) => ((text += chunk.toString()), done()) });
  return {
    out,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

it('takes addresses out of what servers and databases say', () => {
  const { out, lines } = collecting();
  const error = new Error('550 5.1.1 <anna.müller@example.test>: no such user; key (email)=(ben@example.test) exists');
  createLog('test', 'info', out).error({ err: error, email: 'anna@example.test' }, 'refused');
  expect(JSON.stringify(lines())).not.toMatch(/anna|ben@/);
  expect(JSON.stringify(lines())).toContain('5.1.1');
});

it('names tenant, campaign and workflow in lines of Temporal', () => {
  const { out, lines } = collecting();
  const tenant = '01970000-0000-7000-8000-00000000000a';
  const campaign = '01970000-0000-7000-8000-00000000000c';
  const log = temporalLog(createLog('test', 'info', out));
  log.info('step', { workflowId: `campaign/${tenant}/${campaign}`, runId: 'r' });
  log.info('round', { workflowId: 'housekeeping' });
  expect(lines()[0]).toMatchObject({ tenant, campaign, workflow: `campaign/${tenant}/${campaign}`, msg: 'step' });
  expect(lines()[1]).not.toHaveProperty('tenant');
});
