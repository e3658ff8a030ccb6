import CalendarDays from '~icons/lucide/calendar-days';
import ChartLine from '~icons/lucide/chart-line';
import Contact from '~icons/lucide/contact-round';
import House from '~icons/lucide/house';
import ListChecks from '~icons/lucide/list-checks';
import ShieldCheck from '~icons/lucide/shield-check';
import Sparkles from '~icons/lucide/sparkles';
import Server from '~icons/lucide/server';
import Settings from '~icons/lucide/settings';
import Mail from '~icons/lucide/mail';
import Megaphone from '~icons/lucide/megaphone';
import type { Action } from '../../../domain/policy/policy.ts';
import type { Icon } from '../lib/primitives/button.svelte';
import type { PathName } from '../lib/paths.ts';

/** An entry of the rail, with the pages that belong to it. */
export interface Entry {
  label: string;
  path: PathName;
  icon: Icon;
  /** The beginnings of the addresses that light it up. */
  under: readonly string[];
  needs?: Action | 'installation';
  /** The pages below it; those of the settings, which are many, come in groups with the settings themselves. */
  children?: readonly Child[] | 'settings';
}

/** A page below an entry of the rail. */
export interface Child {
  label: string;
  path: PathName;
  needs?: Action;
}

/** The rail, from top to bottom. */
export const entries: readonly Entry[] = [
  { label: 'Home', path: 'home', icon: House, under: [] },
  { label: 'Campaigns', path: 'campaigns', icon: Megaphone, under: ['/campaigns'], needs: 'campaigns.read' },
  {
    label: 'Messages',
    path: 'templates',
    icon: Mail,
    under: ['/templates', '/content'],
    needs: 'campaigns.read',
    children: [
      { label: 'Templates', path: 'templates' },
      { label: 'Content', path: 'content' },
    ],
  },
  { label: 'Calendar', path: 'calendar', icon: CalendarDays, under: ['/calendar'], needs: 'campaigns.read' },
  { label: 'Approvals', path: 'approvals', icon: ListChecks, under: ['/approvals'], needs: 'campaigns.read' },
  {
    label: 'Audience',
    path: 'people',
    icon: Contact,
    under: ['/people', '/accounts', '/opportunities', '/lists', '/segments', '/forms', '/imports'],
    needs: 'people.read',
    children: [
      { label: 'People', path: 'people' },
      { label: 'Accounts', path: 'accounts' },
      { label: 'Opportunities', path: 'opportunities', needs: 'opportunities.read' },
      { label: 'Lists', path: 'lists' },
      { label: 'Segments', path: 'segments' },
      { label: 'Forms', path: 'forms' },
      { label: 'Imports', path: 'imports', needs: 'people.import' },
    ],
  },
  {
    label: 'Insights',
    path: 'reports',
    icon: ChartLine,
    under: ['/reports', '/attribution', '/influence', '/roi', '/models'],
    needs: 'campaigns.read',
    children: [
      { label: 'Reports', path: 'reports' },
      { label: 'Attribution', path: 'attribution', needs: 'attribution.read' },
      { label: 'Influence', path: 'influence', needs: 'attribution.read' },
      { label: 'ROI', path: 'roi', needs: 'attribution.read' },
      { label: 'Lead scoring', path: 'models', needs: 'models.read' },
    ],
  },
  { label: 'Next actions', path: 'nextActions', icon: Sparkles, under: ['/next-actions'], needs: 'people.read' },
  {
    label: 'Deliverability',
    path: 'deliverability',
    icon: ShieldCheck,
    under: ['/deliverability', '/inbox'],
    needs: 'campaigns.read',
    children: [
      { label: 'How it is received', path: 'deliverability' },
      { label: 'What came back', path: 'inbox', needs: 'inbound.read' },
    ],
  },
  {
    label: 'Settings',
    path: 'organization',
    icon: Settings,
    under: ['/settings'],
    needs: 'settings.read',
    children: 'settings',
  },
  { label: 'Installation', path: 'installation', icon: Server, under: ['/installation'], needs: 'installation' },
];
