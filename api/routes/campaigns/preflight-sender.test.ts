import { expect, it } from 'vitest';
import { senderFindings } from './preflight-sender.ts';

const sender = {
  id: 's',
  name: 'Acme',
  address: 'news@acme.example',
  replyTo: null,
  isSigned: true,
  isVerified: false,
};
const codes = (own: Partial<typeof sender> | null, isRequired: boolean) =>
  senderFindings({ sender: own && { ...sender, ...own } }, { isRequired }).map(
    ({ severity, code }) => `${severity} ${code}`,
  );

it('stops what receivers cannot tell to be ours, where the installation sends to the world', () => {
  expect(codes({}, true)).toEqual(['blocking unaligned_sender']);
  expect(codes({ isSigned: false }, true)).toEqual(['blocking unaligned_sender']);
  expect(codes({ isVerified: true }, true)).toEqual([]);
});

it('only advises where somebody tries it out', () => {
  expect(codes({}, false)).toEqual([]);
  expect(codes({ isSigned: false }, false)).toEqual(['warning unsigned']);
});

it('wants a sender anywhere', () => {
  expect(codes(null, false)).toEqual(['blocking no_sender']);
  expect(codes(null, true)).toEqual(['blocking no_sender']);
});
