import type { Actor } from '../../domain/policy/actor.ts';
import type { Role } from '../../domain/policy/roles.ts';

/** A tenant that a person belongs to, and as what. */
export interface Membership {
  tenantId: string;
  name: string;
  role: Role;
}

/** Whoever a credential stands for. */
export interface Identity {
  /** Names the credential for rate limits and logs; never the secret itself. */
  credentialId: string;
  /** Set when a tenant is in play: always with an API key, with a session where the person is a member of its tenant. */
  actor: Actor | null;
  isInstallationOperator: boolean;
  /** The signed-in person; null with an API key. */
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean } | null;
  sessionId: string | null;
}
