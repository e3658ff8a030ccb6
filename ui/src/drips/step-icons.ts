import Bell from '@lucide/svelte/icons/bell';
import Clock from '@lucide/svelte/icons/clock';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Flag from '@lucide/svelte/icons/flag';
import ListPlus from '@lucide/svelte/icons/list-plus';
import Mail from '@lucide/svelte/icons/mail';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import Shuffle from '@lucide/svelte/icons/shuffle';
import Split from '@lucide/svelte/icons/split';
import Tag from '@lucide/svelte/icons/tag';
import Webhook from '@lucide/svelte/icons/webhook';
import Workflow from '@lucide/svelte/icons/workflow';
import type { DripStep } from '../../../domain/drips/steps.ts';
import type { Icon } from '../lib/primitives/button.svelte';

/** The picture of each kind of step; beside it always stands the word. */
export const stepIcons: Record<string, Icon> & Partial<Record<DripStep['kind'], Icon>> = {
  wait: Clock,
  send: Mail,
  branch: Split,
  split: Shuffle,
  setAttribute: PencilLine,
  setStatus: Tag,
  changeList: ListPlus,
  notifyOwner: Bell,
  webhook: Webhook,
  goal: Flag,
  exit: DoorOpen,
};

/** The picture of a step whose kind has none of its own. */
export const otherIcon: Icon = Workflow;
