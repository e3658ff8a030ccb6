import { createQuery } from '@tanstack/svelte-query';
import { brandKit } from '../templates/calls.ts';
import { senderList } from './calls.ts';

/** Who a new message comes from: whom the brand names, or the only one there is; null where one has to choose. Call it while a component is set up. */
export function defaultSender(): () => string | null {
  const brand = createQuery(() => brandKit);
  const senders = createQuery(() => senderList);
  return () => {
    if (!brand.data || !senders.data) return null;
    const [first, ...others] = senders.data.data;
    return brand.data.defaultSenderId ?? (others.length === 0 ? (first?.id ?? null) : null);
  };
}
