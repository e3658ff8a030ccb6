import { describe, expect, it } from 'vitest';
import { isAddress, isLoopback, isPublicAddress, networkOf } from './public-address.ts';

describe('addresses that may be called on a user’s word', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00:1450:4001::5'])(
    'lets %s through',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine by another number', '127.8.8.8'],
    ['no machine', '0.0.0.0'],
    ['a private network', '10.1.2.3'],
    ['a private network', '172.16.0.1'],
    ['a private network', '172.31.255.255'],
    ['a private network', '192.168.1.1'],
    ['a provider’s network', '100.64.0.1'],
    ['a cloud’s metadata', '169.254.169.254'],
    ['many at once', '224.0.0.1'],
    ['everybody', '255.255.255.255'],
    ['a benchmark', '198.19.0.1'],
    ['this machine', '::1'],
    ['no machine', '::'],
    ['IPv4 mapped', '::ffff:127.0.0.1'],
    ['IPv4 mapped, in hexadecimal', '::ffff:7f00:1'],
    ['IPv4 mapped, a private network', '::ffff:10.0.0.1'],
    ['IPv4 mapped, even a public one', '::ffff:8.8.8.8'],
    ['IPv4 embedded', '64:ff9b::7f00:1'],
    ['6to4 of this machine', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378::1'],
    ['documents', '2001:db8::1'],
    ['a link', 'fe80::1'],
    ['a link with its zone', 'fe80::1%eth0'],
    ['a private network', 'fd00::1'],
    ['many at once', 'ff02::1'],
    ['a name', 'example.com'],
    ['too short', '10.1'],
    ['not a number', '8.8.8.256'],
    ['too long', '1:2:3:4:5:6:7:8:9'],
    ['two gaps', '2606::1::1'],
    ['nothing', ''],
  ])('stops %s: %s', (_, address) => expect(isPublicAddress(address)).toBe(false));

  it('knows the machine itself, and names from addresses', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '10.0.0.1', '::2'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(['8.8.8.8', '::1', 'localhost', 'a.b.c.d'].map(isAddress)).toEqual([true, true, false, false]);
  });
});

describe('what is counted for one caller', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::1', '20010db800010002::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:fffe', '20010db800010002::/64'],
    ['2001:db8:1:3::1', '20010db800010003::/64'],
    ['local', 'local'],
  ])('%s is counted as %s', (address, network) => expect(networkOf(address)).toBe(network));
});
