import { describe, expect, it } from 'vitest';
import { allowedActions, canDo, includesRole, policy, type Action } from './policy.ts';
import { roles } from './roles.ts';

const all = Object.keys(policy) as Action[];
const seen = all.filter((action) => action.endsWith('.read') && action !== 'keys.read' && action !== 'audit.read');
/** What a role may do beside looking. */
const beyondReading = (role: (typeof roles)[number]) => allowedActions(role).filter((action) => !seen.includes(action));

describe('who may do what', () => {
  it('lets everybody read, an analyst no more, and an admin do everything', () => {
    for (const role of roles) expect(seen.every((action) => canDo(role, action))).toBe(true);
    expect(beyondReading('analyst')).toEqual([]);
    expect(allowedActions('admin')).toEqual(all);
  });

  it('lets an approver approve, and an operator keep what runs in hand, without writing anything', () => {
    expect(beyondReading('approver')).toEqual(['campaigns.approve', 'audit.read']);
    expect(beyondReading('operator')).toEqual([
      'suppressions.write',
      'inbound.teach',
      'campaigns.control',
      'messages.decide',
      'attribution.rebuild',
      'sending.stop',
      'audit.read',
    ]);
  });

  it('lets a manager edit and send, but neither approve nor touch what the organisation is', () => {
    expect(all.filter((action) => !canDo('manager', action))).toEqual([
      'campaigns.approve',
      'senders.write',
      'settings.write',
      'tenant.remove',
      'users.write',
      'keys.read',
      'keys.write',
    ]);
  });

  it('gives out no more rights than one has', () => {
    const given = (role: (typeof roles)[number]) => roles.filter((other) => includesRole(role, other));
    expect(Object.fromEntries(roles.map((role) => [role, given(role)]))).toEqual({
      admin: [...roles],
      manager: ['manager', 'analyst', 'operator'],
      approver: ['approver', 'analyst'],
      analyst: ['analyst'],
      operator: ['analyst', 'operator'],
    });
  });
});
