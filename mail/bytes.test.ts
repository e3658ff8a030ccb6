import { expect, it } from 'vitest';
import { Bytes } from './bytes.ts';

it('writes texts and bytes one after the other and grows as it must', () => {
  const bytes = new Bytes(4);
  bytes.ascii('Hello, ');
  bytes.add(Buffer.from('wor'));
  bytes.utf8('ld ü');
  bytes.ascii('x'.repeat(100));
  expect(bytes.since(0).toString()).toBe(`Hello, world ü${'x'.repeat(100)}`);
});

it('makes room in the middle and takes it away', () => {
  const bytes = new Bytes(8);
  bytes.ascii('size:00 rest');
  bytes.insert(5, 2);
  bytes.room.write('1234', 5);
  expect(bytes.since(0).toString()).toBe('size:1234 rest');
  bytes.insert(5, -3);
  bytes.room.write('7', 5);
  expect(bytes.since(0).toString()).toBe('size:7 rest');
});
