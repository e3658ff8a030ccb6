import type { BrandKit } from '../templates/brand-kit.ts';
import { plainBrand } from '../templates/brand-kit.ts';

/** A content item as a card shows it. */
export interface CardItem {
  title: string;
  description: string;
  url: string;
  imageUrl: string | null;
}

/** What a message of blocks needs beside its blocks: the brand of the organisation, and the items of its cards by id. */
export interface BlockContext {
  brand: BrandKit;
  items: Readonly<Record<string, CardItem>>;
  /** How heavy uploaded images are, in bytes by their id. */
  imageBytes: Readonly<Record<string, number>>;
  /** Who it is from, as Liquid at its end; left out: name and postal address. */
  senderLine?: string;
}

/** Who a message is from, at its end, as Liquid: name and postal address, or the address alone where it begins with the name. */
export function senderLine({ name, postalAddress }: { name: string; postalAddress: string }): string {
  const words = (text: string) => text.trim().toLowerCase();
  const saysName = words(name) !== '' && words(postalAddress).startsWith(words(name));
  return saysName ? '{{ tenant.postalAddress }}' : '{{ tenant.name }}, {{ tenant.postalAddress }}';
}

/** The surroundings of a message of an organisation that has said nothing of its brand. */
export const plainContext: BlockContext = { brand: plainBrand, items: {}, imageBytes: {} };
