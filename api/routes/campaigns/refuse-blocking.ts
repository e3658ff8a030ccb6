import type { Finding } from '../../../domain/campaigns/preflight.ts';
import { DomainError } from '../../../domain/errors.ts';

/** Refuses what pre-flight would block, naming every blocking finding. */
export function refuseBlocking(findings: readonly Finding[]): void {
  const blocking = findings.filter(({ severity }) => severity === 'blocking');
  if (blocking.length === 0) return;
  const errors = blocking.map(({ where, code, message }) => ({ path: where, code, message }));
  throw new DomainError('invalid', 'Pre-flight found something that must be fixed first.', errors);
}
