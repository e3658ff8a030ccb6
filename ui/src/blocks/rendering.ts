import type { TemplateContent } from '../../../domain/templates/template.ts';
import type { paths } from '../lib/api-types.ts';

/** A message as somebody would get it, with what the checks say. */
export type Shown = paths['/api/v1/templates/render']['post']['responses'][200]['content']['application/json'];

/** With whose eyes a message is seen. */
export interface Reader {
  /** Null: somebody who does not exist. */
  personId: string | null;
  example: 'usual' | 'noName' | 'longName' | 'rightToLeft';
  /** Of somebody who does not exist: which conditions hold, by the id of their block; the others do. */
  conditions?: Readonly<Record<string, boolean>>;
}

/** How a message of blocks is rendered and tried out: as a template, or as a message of a campaign. */
export interface Rendering {
  /** Under what the answers are kept. */
  key: readonly string[];
  show: (content: TemplateContent, reader: Reader) => Promise<Shown>;
  /** Sends it as it stands; left out where one may not. */
  testSend?: ((content: TemplateContent, to: string, reader: Reader) => Promise<void>) | undefined;
}

/** How many remarks the checks have about each block. */
export function remarksOf(findings: Shown['findings']): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { blockId } of findings) if (blockId) found.set(blockId, (found.get(blockId) ?? 0) + 1);
  return found;
}
