import type { MergeData } from '../domain/content/merge-data.ts';
import type { MessageTokens } from '../domain/tokens/token.ts';
import type { AddressPrefixes, TokenFilling } from './body-parts.ts';
import type { Filling } from './template-parts.ts';

/** The addresses of an installation, up to the token. `publicUrl` has no slash at its end. */
export function addressPrefixes(publicUrl: string): AddressPrefixes {
  const base = publicUrl.replace(/\/+$/, '');
  return { link: `${base}/t/c/`, openUrl: `${base}/t/o/`, unsubscribeUrl: `${base}/u/`, preferencesUrl: `${base}/p/` };
}

/** One person's values for all parts of a message. */
export function messageFilling(input: {
  data: MergeData;
  tokens: MessageTokens;
  prefixes: AddressPrefixes;
  links: number;
}): Filling & TokenFilling {
  const { data, tokens, prefixes } = input;
  const addressTokens = {
    unsubscribeUrl: tokens.unsubscribe,
    preferencesUrl: tokens.preferences,
    openUrl: tokens.open,
  };
  let scope: object | null = null;
  return {
    data,
    linkToken: (index) => tokens.link(index),
    addressToken: (name) => addressTokens[name],
    linkUrl: (index) => prefixes.link + tokens.link(index),
    address: (name) => prefixes[name] + addressTokens[name],
    scope: () =>
      (scope ??= {
        ...data,
        unsubscribeUrl: prefixes.unsubscribeUrl + tokens.unsubscribe,
        preferencesUrl: prefixes.preferencesUrl + tokens.preferences,
        openUrl: prefixes.openUrl + tokens.open,
        links: Array.from({ length: input.links }, (_, index) => prefixes.link + tokens.link(index)),
      }),
  };
}
