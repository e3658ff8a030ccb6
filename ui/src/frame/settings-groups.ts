import type { Child } from './entries.ts';

/** Settings that belong together, under what they are about. */
export interface SettingsGroup {
  label: string;
  children: readonly Child[];
}

/** The settings, from top to bottom: what an administrator sets up first stands first. */
export const settingsGroups: readonly SettingsGroup[] = [
  {
    label: 'General',
    children: [
      { label: 'Organisation', path: 'organization' },
      { label: 'Users', path: 'users', needs: 'users.read' },
      { label: 'Brand', path: 'brand' },
      { label: 'Holidays', path: 'holidays' },
      { label: 'Audit log', path: 'auditLog', needs: 'audit.read' },
    ],
  },
  {
    label: 'Sending',
    children: [
      { label: 'Senders', path: 'senders' },
      { label: 'Mail that comes back', path: 'inboundSettings' },
      { label: 'Seed list', path: 'seeds' },
    ],
  },
  {
    label: 'People and consent',
    children: [
      { label: 'Topics and sign-up', path: 'topics' },
      { label: 'Suppressions', path: 'suppressions', needs: 'suppressions.read' },
      { label: 'Custom attributes', path: 'attributes' },
      { label: 'Retention', path: 'retention' },
    ],
  },
  {
    label: 'Campaigns and revenue',
    children: [
      { label: 'Campaign types', path: 'campaignTypes' },
      { label: 'Pipeline', path: 'pipeline', needs: 'opportunities.read' },
      { label: 'Attribution', path: 'attributionSettings', needs: 'attribution.read' },
      { label: 'Exchange rates', path: 'exchangeRates' },
    ],
  },
  {
    label: 'Data and integrations',
    children: [
      { label: 'Sites and events', path: 'eventsIn', needs: 'settings.read' },
      { label: 'Webhooks', path: 'webhooks' },
      { label: 'API keys', path: 'apiKeys', needs: 'keys.read' },
    ],
  },
];
