import Bell from '~icons/lucide/bell';
import Clock from '~icons/lucide/clock';
import DoorOpen from '~icons/lucide/door-open';
import Flag from '~icons/lucide/flag';
import ListPlus from '~icons/lucide/list-plus';
import Mail from '~icons/lucide/mail';
import PencilLine from '~icons/lucide/pencil-line';
import Shuffle from '~icons/lucide/shuffle';
import Split from '~icons/lucide/split';
import Tag from '~icons/lucide/tag';
import Webhook from '~icons/lucide/webhook';
import Workflow from '~icons/lucide/workflow';
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
