import type { Role } from './roles.ts';

const everyone: readonly Role[] = ['admin', 'manager', 'approver', 'analyst', 'operator'];
const editors: readonly Role[] = ['admin', 'manager'];

/** Who may do what: the one table that the API enforces and the UI reads to hide what one may not do. */
export const policy = {
  'people.read': everyone,
  'people.write': editors,
  'people.erase': editors,
  'people.import': editors,
  'people.export': editors,
  'lists.write': editors,
  'segments.write': editors,
  'opportunities.read': everyone,
  'opportunities.write': editors,
  'suppressions.read': everyone,
  'suppressions.write': ['admin', 'manager', 'operator'],
  'inbound.read': everyone,
  /** say what came back means where no rule knew it */
  'inbound.teach': ['admin', 'manager', 'operator'],
  'campaigns.read': everyone,
  'campaigns.write': editors,
  'campaigns.submit': editors,
  'campaigns.approve': ['admin', 'approver'],
  /** schedule, start, complete */
  'campaigns.launch': editors,
  /** pause, resume, cancel */
  'campaigns.control': ['admin', 'manager', 'operator'],
  /** leave or send again what is uncertain */
  'messages.decide': ['admin', 'manager', 'operator'],
  'messages.testSend': editors,
  'attribution.read': everyone,
  'attribution.rebuild': ['admin', 'manager', 'operator'],
  'models.read': everyone,
  /** learn, promote, step back, and say what must not be learned from */
  'models.write': editors,
  /** kill switches of the tenant and of its campaigns */
  'sending.stop': ['admin', 'manager', 'operator'],
  'senders.write': ['admin'],
  'settings.read': everyone,
  'settings.write': ['admin'],
  /** an example organisation with everything in it */
  'tenant.remove': ['admin'],
  'users.read': everyone,
  'users.write': ['admin'],
  'keys.read': ['admin'],
  'keys.write': ['admin'],
  'audit.read': ['admin', 'manager', 'approver', 'operator'],
} as const satisfies Record<string, readonly Role[]>;

/** Something that can be allowed: a key of `policy`. */
export type Action = keyof typeof policy;

/** Whether `role` may do `action`. */
export function canDo(role: Role, action: Action): boolean {
  return (policy[action] as readonly Role[]).includes(role);
}

/** What `role` may do. */
export function allowedActions(role: Role): Action[] {
  return (Object.keys(policy) as Action[]).filter((action) => canDo(role, action));
}

/** Whether whoever has `role` may do everything that `other` may: nobody gives out more rights than they have. */
export function includesRole(role: Role, other: Role): boolean {
  return allowedActions(other).every((action) => canDo(role, action));
}
