/** The roles of a tenant's people and API keys. */
export const roles = ['admin', 'manager', 'approver', 'analyst', 'operator'] as const;

/** One of `roles`. The installation operator is not among them: that role is outside of all tenants. */
export type Role = (typeof roles)[number];
