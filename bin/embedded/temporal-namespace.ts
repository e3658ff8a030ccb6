import type { Connection } from '@temporalio/client';
import { searchAttributeTypes } from '../../domain/search-attributes.ts';

const thirtyDays = 30 * 24 * 3600;
const keywordType = 2; // IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD

/** What preparing the namespace could not do, as sentences; empty where all is as it should be. */
export type Shortcomings = string[];

/**
 * Registers the search attributes that are missing and, where `ownsServer`, keeps closed histories for at least 30 days.
 * A server of somebody else's may refuse: that is told, not thrown, since an operator may have to do it there.
 */
export async function prepareNamespace(
  connection: Connection,
  namespace: string,
  ownsServer: boolean,
): Promise<Shortcomings> {
  const told: Shortcomings = [];
  const wanted = Object.keys(searchAttributeTypes);
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = wanted.filter((name) => !(name in (customAttributes ?? {})));
    if (missing.length > 0) {
      const searchAttributes = Object.fromEntries(missing.map((name) => [name, keywordType]));
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    }
  } catch (error) {
    told.push(
      `The search attributes ${wanted.join(', ')} (Keyword) could not be registered in ${namespace}: ${text(error)}`,
    );
  }
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    if (seconds >= thirtyDays) return told;
    if (ownsServer) {
      await connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: { seconds: thirtyDays as never } },
      });
    } else
      told.push(
        `The namespace ${namespace} keeps closed histories for ${Math.round(seconds / 86_400)} days; 30 or more are advised.`,
      );
  } catch (error) {
    told.push(`The retention of ${namespace} could not be read or set: ${text(error)}`);
  }
  return told;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
