import { describe, expect, it } from 'vitest';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { needsResealing, openSecret, sealSecret } from './sealing.ts';

const first = rotateKeyRing(null, new Uint8Array(32).fill(1));
const second = rotateKeyRing(first, new Uint8Array(32).fill(2));

describe('sealing', () => {
  it('opens what it sealed, also after the ring was rotated', () => {
    const sealed = sealSecret(first, 'dkim', 'a private key – ü');
    expect(sealed).not.toContain('private');
    expect(openSecret(second, 'dkim', sealed)).toBe('a private key – ü');
    expect(needsResealing(second, sealed)).toBe(true);
    expect(needsResealing(second, sealSecret(second, 'dkim', 'x'))).toBe(false);
  });

  it('refuses another purpose, a changed text and a key that is gone', () => {
    const sealed = sealSecret(second, 'dkim', 'secret');
    expect(() => openSecret(second, 'webhook', sealed)).toThrow();
    const [head, payload = ''] = sealed.split('.');
    const changed = Buffer.from(payload, 'base64url');
    changed[15] = (changed[15] ?? 0) ^ 1;
    expect(() => openSecret(second, 'dkim', `${head}.${changed.toString('base64url')}`)).toThrow();
    expect(() => openSecret(first, 'dkim', sealed)).toThrow(/not in SECRET_KEY/);
    expect(() => openSecret(second, 'dkim', 'k2.short')).toThrow(/cut short/);
  });
});
