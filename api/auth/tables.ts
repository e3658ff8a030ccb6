/** The columns of the schema `auth` that our own queries touch; the library owns them and migrates them. */
export interface AuthTables {
  user: UserTable;
  session: { id: string; userId: string; token: string; expiresAt: Date; activeOrganizationId: string | null };
  organization: { id: string; name: string; slug: string; createdAt: Date };
  member: { id: string; organizationId: string; userId: string; role: string; createdAt: Date };
  account: { id: string; userId: string; providerId: string; password: string | null; updatedAt: Date };
  apikey: ApiKeyTable;
  twoFactor: { id: string; userId: string; secret: string; backupCodes: string };
  verification: { id: string; identifier: string; value: string; expiresAt: Date; createdAt: Date; updatedAt: Date };
}

interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  createdAt: Date;
  updatedAt: Date;
  installationOperator: boolean;
  twoFactorEnabled: boolean | null;
}

interface ApiKeyTable {
  id: string;
  name: string | null;
  /** The first letters, to tell keys apart. */
  start: string | null;
  key: string;
  /** The organisation, which is the tenant. */
  referenceId: string;
  enabled: boolean;
  expiresAt: Date | null;
  createdAt: Date;
  lastRequest: Date | null;
  /** JSON text of `KeyMetadata`. */
  metadata: string | null;
}
