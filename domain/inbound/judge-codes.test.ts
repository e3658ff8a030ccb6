import { expect, it } from 'vitest';
import { judgeEvidence, type Evidence } from './judge.ts';

it('goes by the code of the server before that of the report, and gives up no host for a temporary answer', () => {
  const judged = (given: Partial<Evidence>) =>
    judgeEvidence({ action: 'failed', status: null, channel: 'smtp', context: '', diagnostic: '', ...given });
  const unknown = 'unable to look up host y.example: Name or service not known';
  expect(judged({ diagnostic: `550 ${unknown}` })).toMatchObject({ reason: 'hostunknown', kind: 'hard' });
  expect(judged({ diagnostic: `450 ${unknown}` })).toMatchObject({ reason: 'hostunknown', kind: 'soft' });
  expect(judged({ diagnostic: `450 4.1.2 ${unknown}`, status: '5.1.2' })).toMatchObject({
    kind: 'soft',
    status: '4.1.2',
  });
  expect(judged({ diagnostic: '550 5.1.1 unknown', status: '5.0.0' }).status).toBe('5.1.1');
  expect(judged({ diagnostic: '550 5.0.0 unknown', status: '5.1.1' }).status).toBe('5.1.1');
  // What the report itself writes counts where the server said nothing.
  expect(judged({ context: '550 5.1.1 unknown' })).toMatchObject({ status: '5.1.1', reply: '550' });
  expect(judged({ diagnostic: 'no', context: '550 5.1.1 unknown' })).toMatchObject({ status: null, reply: null });
  expect(judged({ action: null, status: '2.1.5' }).kind).toBe('delivered');
  expect(judged({ status: '2.0.0' }).kind).not.toBe('delivered');
  expect(judged({ action: 'relayed' }).kind).toBe('delivered');
});
