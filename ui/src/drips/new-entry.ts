import type { DripEntry } from '../../../domain/drips/definition.ts';

interface Named {
  readonly rows: readonly { readonly id: string }[];
}

/** A way in of a kind, complete with the first of what it can name. */
export function newEntry(
  kind: DripEntry['kind'],
  choices: {
    readonly list: Named;
    readonly segment: Named;
    readonly attribute: readonly { readonly value: string; readonly type: string }[];
  },
): DripEntry {
  switch (kind) {
    case 'list':
      return { kind, listId: choices.list.rows[0]?.id ?? '', existing: true };
    case 'segment':
      return { kind, segmentId: choices.segment.rows[0]?.id ?? '' };
    case 'event':
      return { kind, event: 'form', name: null };
    case 'dateField': {
      const attribute = choices.attribute.find(({ type }) => type === 'date')?.value ?? '';
      return { kind, attribute, offsetDays: 0, yearly: true };
    }
  }
}
