/** Every address of the product, in the order of the rail. A test holds this list, the routes and the pages together. */
export const paths = {
  home: '/',
  campaigns: '/campaigns',
  newCampaign: '/campaigns/new',
  campaign: '/campaigns/:id',
  preflight: '/campaigns/:id/preflight',
  copyCampaign: '/campaigns/:id/copy',
  drip: '/campaigns/:id/drips/:dripId',
  nurture: '/campaigns/:id/nurtures/:nurtureId',
  experiment: '/campaigns/:id/experiments/:experimentId',
  templates: '/templates',
  template: '/templates/:id',
  content: '/content',
  contentItem: '/content/:id',
  calendar: '/calendar',
  notifications: '/notifications',
  approvals: '/approvals',
  people: '/people',
  newPerson: '/people/new',
  person: '/people/:id',
  imports: '/imports',
  newImport: '/imports/new',
  import: '/imports/:id',
  accounts: '/accounts',
  accountDetail: '/accounts/:id',
  opportunities: '/opportunities',
  opportunity: '/opportunities/:id',
  lists: '/lists',
  list: '/lists/:id',
  forms: '/forms',
  form: '/forms/:id',
  segments: '/segments',
  newSegment: '/segments/new',
  suggestedSegments: '/segments/suggestions',
  segment: '/segments/:id',
  nextActions: '/next-actions',
  inbox: '/inbox',
  inboundMail: '/inbox/:id',
  reports: '/reports',
  attribution: '/attribution',
  attributionLedger: '/attribution/ledger',
  influence: '/influence',
  roi: '/roi',
  models: '/models',
  deliverability: '/deliverability',
  organization: '/settings/organization',
  users: '/settings/users',
  apiKeys: '/settings/api-keys',
  eventsIn: '/settings/events',
  brand: '/settings/brand',
  senders: '/settings/senders',
  sendingDomain: '/settings/senders/domains/:id',
  inboundSettings: '/settings/inbound',
  seeds: '/settings/seeds',
  suppressions: '/settings/suppressions',
  attributes: '/settings/attributes',
  topics: '/settings/topics',
  retention: '/settings/retention',
  campaignTypes: '/settings/campaign-types',
  pipeline: '/settings/pipeline',
  attributionSettings: '/settings/attribution',
  exchangeRates: '/settings/exchange-rates',
  holidays: '/settings/holidays',
  webhooks: '/settings/webhooks',
  webhookEndpoint: '/settings/webhooks/:id',
  auditLog: '/settings/audit-log',
  account: '/settings/account',
  installation: '/installation',
  sharedReport: '/shared/:token',
  signIn: '/sign-in',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
} as const;

/** The name of an address: a key of `paths`. */
export type PathName = keyof typeof paths;

/** Writes an address with its parameters and, where given, its query: `href('campaign', { id }, { tab: 'members' })`. */
export function href(
  name: PathName,
  params: Record<string, string> = {},
  query: Record<string, string | undefined> = {},
): string {
  const path = paths[name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const search = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** The addresses that are open without a sign-in. */
export const openPaths: readonly string[] = [paths.signIn, paths.forgotPassword, paths.resetPassword];

/** Whether an address shows a report to whoever has its link. */
export const isShared = (path: string): boolean => path.startsWith(paths.sharedReport.replace(':token', ''));

/** Where to go after signing in: an address of ours, never another site's. */
export function safeReturn(next: string | null): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return paths.home;
  return openPaths.some((path) => next.startsWith(path)) ? paths.home : next;
}
