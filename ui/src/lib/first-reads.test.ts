import { describe, expect, it } from 'vitest';
import { firstReads, readsOfFrame } from './first-reads.ts';
import type { PathName } from './paths.ts';

describe('what is read first', () => {
  it('is who is signed in and what the bell tells, but nothing where nobody need be signed in', () => {
    expect(readsOfFrame('campaigns')).toEqual(['/api/v1/me', '/api/v1/notifications']);
    expect((['signIn', 'resetPassword', 'sharedReport'] as const).map(readsOfFrame)).toEqual([[], [], []]);
    expect((Object.keys(firstReads) as PathName[]).filter((name) => readsOfFrame(name).length === 0)).toEqual([]);
  });
});
