import type { Role } from './roles.ts';

/** Who does something: a signed-in person, an API key (and the person who made it), or the product itself. */
export interface Actor {
  tenantId: string;
  kind: 'user' | 'apiKey' | 'workflow' | 'system';
  /** The *person*: the user, or the user who made the key. Null for the product itself. Authors and approvers are compared by it. */
  personId: string | null;
  /** The key's id where a key was used. */
  keyId?: string;
  name: string;
  role: Role;
  /** An installation operator also sees the web console's links. */
  isInstallationOperator: boolean;
}

/** The product acting on its own in a tenant, named after the workflow or job that acts. */
export function systemActor(tenantId: string, name: string): Actor {
  return { tenantId, kind: 'workflow', personId: null, name, role: 'admin', isInstallationOperator: false };
}
