import type { DripEntry } from '../../../domain/drips/definition.ts';

interface Named {
  readonly value: string;
}

/** A way in of a kind, complete with the first of what it can name. */
export function newEntry(
  kind: DripEntry['kind'],
  choices: {
    readonly list: readonly Named[];
    readonly segment: readonly Named[];
    readonly attribute: readonly (Named & { type: string })[];
  },
): DripEntry {
  switch (kind) {
    case 'list':
      return { kind, listId: choices.list[0]?.value ?? '', existing: true };
    case 'segment':
      return { kind, segmentId: choices.segment[0]?.value ?? '' };
    case 'event':
      return { kind, event: 'form', name: null };
    case 'dateField': {
      const attribute = choices.attribute.find(({ type }) => type === 'date')?.value ?? '';
      return { kind, attribute, offsetDays: 0, yearly: true };
    }
  }
}
