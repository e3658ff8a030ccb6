declare module 'sanitize-html' {
  /** An element on its way through. */
  interface Tag {
    tagName: string;
    attribs: Record<string, string>;
  }

  /** As much of its options as the product uses. */
  interface Options {
    allowedTags: string[];
    allowedAttributes: Record<string, string[]>;
    allowedSchemes: string[];
    allowedSchemesByTag: Record<string, string[]>;
    allowProtocolRelative: boolean;
    disallowedTagsMode: 'discard' | 'completelyDiscard';
    nestingLimit: number;
    nonTextTags: string[];
    parseStyleAttributes: boolean;
    transformTags: Record<string, (tagName: string, attribs: Record<string, string>) => Tag>;
  }

  /** Leaves of some HTML what is allowed, and closes its tags. */
  export default function sanitize(html: string, options: Partial<Options>): string;
}
