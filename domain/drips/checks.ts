import { isOwnMachine } from '../webhooks/target.ts';
import type { Finding } from '../campaigns/preflight.ts';
import type { Rule } from '../segments/rule.ts';
import type { DripDefinition } from './definition.ts';
import { findStep, findUnreachable } from './graph.ts';
import { nextOpening, type QuietHours } from './opening.ts';
import { isStanding, stepsThatLetIn } from './reentry.ts';
import { stepName } from './steps.ts';

/** What pre-flight knows of the organisation. */
export interface DripTenant {
  quiet: QuietHours | null;
  zone: string;
  /** Whether calls of webhooks can be signed. */
  hasWebhookSecret: boolean;
  /** The rules of the segments that the drip names, directly or not. */
  segmentRules: Readonly<Record<string, Rule>>;
}

/** What pre-flight says of a drip apart from its messages. */
export function checkDrip(definition: DripDefinition, tenant: DripTenant): Finding[] {
  const { steps, window, entries } = definition;
  const findings: Finding[] = [];
  if (steps.length === 0) {
    const message = 'The drip has no step; add at least one.';
    return [{ severity: 'blocking', code: 'no_steps', message, where: 'steps' }];
  }
  for (const key of findUnreachable(steps)) {
    const message = `Nobody comes to "${stepName(findStep(steps, key)!)}": no step leads there.`;
    findings.push({ severity: 'warning', code: 'unreachable_step', message, where: key });
  }
  const opening = nextOpening('2026-01-01T12:00:00.000Z', {
    window,
    quiet: tenant.quiet,
    zone: tenant.zone,
    tenantZone: tenant.zone,
  });
  if (opening === null) {
    const message = 'The drip’s hours lie wholly within the quiet hours, so nothing would ever go. Widen them.';
    findings.push({ severity: 'blocking', code: 'never_open', message, where: 'window' });
  }
  findings.push(...checkCalls(definition, tenant), ...checkReentry(definition, tenant));
  if (entries.length === 0) {
    const message = 'Nobody comes in by themselves; people have to be enrolled by hand or through the API.';
    findings.push({ severity: 'warning', code: 'no_entry', message, where: 'entries' });
  }
  return findings;
}

function checkReentry(definition: DripDefinition, { segmentRules }: DripTenant): Finding[] {
  const { allowed, afterDays } = definition.reentry;
  const findings = stepsThatLetIn(definition, segmentRules).map((step): Finding => {
    const message = `“${stepName(step)}” changes what lets people in, and whoever has left may come in again at once: the drip would go in a circle. Take the step out, or let some days pass first.`;
    return { severity: 'blocking', code: 'endless_reentry', message, where: step.key };
  });
  if (allowed && afterDays > 0 && definition.entries.some(isStanding)) {
    const days = afterDays === 1 ? 'a day' : `${afterDays} days`;
    const message = `Whoever is on the list or in the segment still comes in again ${days} after they left, and again after that.`;
    findings.push({ severity: 'warning', code: 'repeats', message, where: 'entries' });
  }
  return findings;
}

function checkCalls({ steps }: DripDefinition, { hasWebhookSecret }: DripTenant): Finding[] {
  const findings: Finding[] = [];
  for (const step of steps) {
    if (step.kind !== 'webhook') continue;
    const name = stepName(step);
    if (!hasWebhookSecret) {
      const message = `“${name}” calls a webhook, and calls are signed: make the secret in the settings under Webhooks first.`;
      findings.push({ severity: 'blocking', code: 'no_webhook_secret', message, where: step.key });
    }
    if (step.url === '') {
      const message = `“${name}” calls a webhook that has no address yet; give it one.`;
      findings.push({ severity: 'blocking', code: 'no_call_address', message, where: step.key });
    }
    if (isOwnMachine(step.url)) {
      const message = `“${name}” calls this machine itself. Only an installation that allows it does that; elsewhere the call is given up.`;
      findings.push({ severity: 'warning', code: 'own_machine', message, where: step.key });
    }
  }
  return findings;
}
