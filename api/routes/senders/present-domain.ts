import type { DkimKeyRow } from '../../../db/queries/senders/dkim-keys.ts';
import type { DomainCheckRow } from '../../../db/queries/senders/domain-checks.ts';
import type { SendingDomainRow } from '../../../db/queries/senders/sending-domains.ts';
import { dkimName, dkimValue } from '../../../domain/senders/dkim-record.ts';
import type { DomainCheckRun, DomainFinding, DomainState } from '../../../domain/senders/domain-check.ts';
import { recordsFor } from '../../../domain/senders/domain-records.ts';
import type {
  DkimAlgorithm,
  DkimKeyState,
  SendingDomain,
  SendingDomainDetail,
} from '../../../domain/senders/sender.ts';
import type { SendingSetup } from '../../../domain/senders/sending-setup.ts';

/** A domain as lists show it; `keys` are its own, what signs first. */
export function presentDomain(row: SendingDomainRow, keys: readonly DkimKeyRow[]): SendingDomain {
  const { id, domain, version, returnPathHost, trackingHost, returnPathWorks, trackingWorks } = row;
  const key = keys.find(({ stage }) => stage === 'signing');
  const algorithm = (key?.algorithm ?? null) as DkimAlgorithm | null;
  return {
    id,
    domain,
    dkimSelector: key?.selector ?? null,
    dkimAlgorithm: algorithm,
    dkimRecord:
      key && algorithm && key.publicKey !== ''
        ? {
            name: dkimName(domain, key.selector),
            type: 'TXT',
            value: dkimValue({ algorithm, publicKey: key.publicKey }),
          }
        : null,
    state: row.state as DomainState,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    isChecking: row.checkRequestedAt !== null && (row.checkedAt === null || row.checkRequestedAt > row.checkedAt),
    nextCheckAt: row.nextCheckAt.toISOString(),
    returnPathHost,
    trackingHost,
    returnPathWorks,
    trackingWorks,
    version,
  };
}

/** A domain with everything that its page shows. */
export function presentDetail(
  row: SendingDomainRow,
  { keys, runs }: { keys: readonly DkimKeyRow[]; runs: readonly DomainCheckRow[] },
  setup: SendingSetup,
): SendingDomainDetail {
  const published = keys
    .filter(({ stage }) => stage !== 'retired')
    .map(({ selector, algorithm, publicKey }) => ({ selector, algorithm: algorithm as DkimAlgorithm, publicKey }));
  return {
    ...presentDomain(row, keys),
    keys: keys.map(presentKey),
    records: recordsFor({ ...row, keys: published }, setup),
    findings: (runs[0]?.findings as DomainFinding[] | undefined) ?? [],
    isRequired: setup.isRequired,
  };
}

/** A stretch of looks. */
export function presentRun(row: DomainCheckRow): DomainCheckRun {
  return {
    id: row.id,
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    checks: row.checks,
    state: row.state as DomainState,
    findings: row.findings as DomainFinding[],
  };
}

function presentKey(row: DkimKeyRow): DkimKeyState {
  return {
    selector: row.selector,
    algorithm: row.algorithm as DkimAlgorithm,
    stage: row.stage as DkimKeyState['stage'],
    createdAt: row.createdAt.toISOString(),
    retiredAt: row.retiredAt?.toISOString() ?? null,
  };
}
