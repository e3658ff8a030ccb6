/** One touch of a path. */
export interface Touch {
  channel: string;
  /** Milliseconds since 1970. */
  atMs: number;
}

/** The touches before an outcome in their order, and the moments that some models look at. */
export interface Path {
  touches: readonly Touch[];
  /** When the first of the people became a lead; null if that is not known. */
  leadCreatedMs: number | null;
  /** When the opportunity was created; null if that is not known. */
  opportunityCreatedMs: number | null;
}

/** The channel of a visit that nothing led to. */
export const directChannel = 'direct';

/** The channels of a path, each once, in the order in which they first appear. */
export function distinctChannels({ touches }: Path): string[] {
  return [...new Set(touches.map(({ channel }) => channel))];
}
