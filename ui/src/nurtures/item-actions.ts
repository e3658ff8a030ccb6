import type { NurtureItem } from '../../../domain/nurtures/item.ts';
import { isOpen, type Nurture } from '../../../domain/nurtures/nurture.ts';
import type { MenuItem } from '../lib/primitives/menu.svelte';
import { can } from '../lib/session.svelte.ts';
import { say, sayProblem } from '../lib/toast.ts';
import { changeItem, decideOnItem, orderItems, type NurtureRef } from './calls.ts';

/** An item where it stands, and what is needed to put it elsewhere. */
export interface PlacedItem {
  ref: NurtureRef;
  nurture: Nurture;
  item: NurtureItem;
  /** Null: it stands in no stream. */
  stream: string | null;
  orderOf: (stream: string) => string[];
}

async function attempt(work: () => Promise<void>, done: string, undo?: () => Promise<void>): Promise<void> {
  try {
    await work();
    await say(done, undo && { label: 'Undo', run: () => void attempt(undo, 'Taken back') });
  } catch (error) {
    await sayProblem(error);
  }
}

/** What can be done with an item besides moving it within its stream. */
export function actionsFor({ ref, nurture, item, stream, orderOf }: PlacedItem): MenuItem[] {
  if (!isOpen(nurture.status)) return [];
  const { id, name } = item;
  const order = (key: string, itemIds: string[], read?: Nurture) => orderItems(ref, { stream: key, itemIds, read });
  const elsewhere = nurture.definition.streams.filter(({ key }) => !item.places.some((place) => place.stream === key));
  const items: MenuItem[] = [];
  if (item.state === 'in_review' && can('campaigns.approve'))
    items.push({
      label: 'Approve it',
      run: () => void attempt(() => decideOnItem(ref, item, 'approve'), `“${name}” goes with the next cast`),
    });
  if (!can('campaigns.write')) return items;
  // The version of the item has moved on by the time that somebody takes it back.
  const hold = (isOnHold: boolean, version: number) => () => changeItem(ref, { ...item, version }, { isOnHold });
  items.push({
    label: item.isOnHold ? 'Let it go again' : 'Put on hold',
    run: () =>
      void attempt(
        hold(!item.isOnHold, item.version),
        item.isOnHold ? `“${name}” may go again` : `“${name}” is on hold`,
        hold(item.isOnHold, item.version + 1),
      ),
  });
  for (const { key, name: streamName } of elsewhere)
    items.push({
      label: `Put into ${streamName}${stream === null ? '' : ' too'}`,
      run: () => void attempt(() => order(key, [...orderOf(key), id]), `“${name}” is the last of ${streamName}`),
    });
  if (stream !== null)
    items.push({
      label: 'Take off this stream',
      run: () => {
        const before = orderOf(stream);
        const rest = before.filter((other) => other !== id);
        void attempt(
          () => order(stream, rest, nurture),
          `“${name}” was taken off the stream`,
          () => order(stream, before),
        );
      },
    });
  if (item.state !== 'active')
    items.push({
      label: 'Remove it',
      tone: 'bad',
      run: () => void attempt(() => decideOnItem(ref, item, 'remove'), `“${name}” is removed`),
    });
  return items;
}
