import { expect, it } from 'vitest';
import { untilConnected } from './connection-loss.ts';

const fault = (code: string) => Object.assign(new Error(code), { code });

it('asks again where a deadlock was lost or the database was away, for so long, and nothing else', async () => {
  const faults = ['40P01', '40001', 'CONNECTION_CLOSED'];
  const work = async () => {
    const code = faults.shift();
    if (code) throw fault(code);
    return 'done';
  };
  expect(await untilConnected(10, work)).toBe('done');
  let asked = 0;
  const lost = (code: string) => async () => {
    asked += 1;
    throw fault(code);
  };
  await expect(untilConnected(10, lost('23505'))).rejects.toThrow('23505');
  expect(asked).toBe(1);
  await expect(untilConnected(0.2, lost('40P01'))).rejects.toThrow('40P01');
  expect(asked).toBeLessThan(6);
});
