import type { MergeData } from '../domain/content/merge-data.ts';
import { urlTokenLength, type MessageTokens } from '../domain/tokens/token.ts';
import type { AddressPrefixes, TokenFilling } from './body-parts.ts';
import type { Bytes } from './bytes.ts';
import type { Filling, MessageAddress } from './template-parts.ts';

const tokenNames = {
  unsubscribeUrl: 'unsubscribe',
  preferencesUrl: 'preferences',
  openUrl: 'open',
  confirmUrl: 'confirm',
} as const;

/** The addresses of an installation, up to the token. `publicUrl` has no slash at its end. */
export function addressPrefixes(publicUrl: string): AddressPrefixes {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    link: `${base}/t/c/`,
    openUrl: `${base}/t/o/`,
    unsubscribeUrl: `${base}/u/`,
    preferencesUrl: `${base}/p/`,
    confirmUrl: `${base}/confirm/`,
  };
}

/** One person's values for all parts of a message. A class and not closures: a worker makes one for each message. */
export class MessageFilling implements Filling, TokenFilling {
  readonly data: MergeData;
  private readonly tokens: MessageTokens;
  private readonly prefixes: AddressPrefixes;
  private readonly links: number;
  private made: object | null = null;

  constructor(input: { data: MergeData; tokens: MessageTokens; prefixes: AddressPrefixes; links: number }) {
    this.data = input.data;
    this.tokens = input.tokens;
    this.prefixes = input.prefixes;
    this.links = input.links;
  }

  linkToken(index: number): string {
    return this.tokens.link(index);
  }

  addressToken(name: MessageAddress): string {
    return this.tokens[tokenNames[name]];
  }

  writeLinkToken(index: number, bytes: Bytes): void {
    bytes.ensure(urlTokenLength);
    bytes.length = this.tokens.writeLink(index, bytes.room, bytes.length);
  }

  writeAddressToken(name: MessageAddress, bytes: Bytes): void {
    bytes.ensure(urlTokenLength);
    bytes.length = this.tokens.writeNamed(tokenNames[name], bytes.room, bytes.length);
  }

  linkUrl(index: number): string {
    return this.prefixes.link + this.linkToken(index);
  }

  address(name: MessageAddress): string {
    return this.prefixes[name] + this.addressToken(name);
  }

  /** The variables of the Liquid engine, made only where a part of the message needs it. */
  scope(): object {
    return (this.made ??= {
      ...this.data,
      unsubscribeUrl: this.address('unsubscribeUrl'),
      preferencesUrl: this.address('preferencesUrl'),
      openUrl: this.address('openUrl'),
      links: Array.from({ length: this.links }, (_, index) => this.linkUrl(index)),
    });
  }
}
