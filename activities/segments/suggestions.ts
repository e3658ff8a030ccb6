import { heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { listAttributes } from '../../db/queries/attributes.ts';
import { conversions, findCohort, type CohortLead } from '../../db/queries/scoring/lead-cohort.ts';
import { listFeatures } from '../../db/queries/scoring/person-features.ts';
import { loadRuleContext } from '../../db/queries/segments/context.ts';
import { countMatching } from '../../db/queries/segments/preview.ts';
import { listDecidedRules, putSuggestions, type FoundSuggestion } from '../../db/queries/segments/suggestions.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Rule } from '../../domain/segments/rule.ts';
import { discoverSegments, discoveryLimits, type Observed } from '../../domain/segments/suggestions/discover.ts';
import type { SuggestionRound } from '../../domain/segments/suggestions/suggestion.ts';
import type { SuggestionsRef } from '../../workflows/segments/suggestion.ts';
import type { ActivityDeps } from '../deps.ts';

/** How a look went. */
export type SuggestionLook = Pick<SuggestionRound, 'outcome' | 'people' | 'converted' | 'searched'> & { found: number };

/** The activities of the workflow `segmentSuggestion`. */
export type SegmentSuggestionActivities = ReturnType<typeof createSegmentSuggestionActivities>;

/** What was known of so many people is asked in one statement. */
const batchSize = 500;

/** Makes the activity that looks for rules which describe people who convert more often. */
export function createSegmentSuggestionActivities({ database }: Pick<ActivityDeps, 'database'>) {
  const inTenant = <T>({ tenantId }: SuggestionsRef, work: (db: TenantDb) => Promise<T>) =>
    withTenant(database.db, tenantId, work);

  return {
    /**
     * Looks for suggestions among a tenant's leads as they were known before they could convert, and puts what it finds in the place of
     * what is open. Doing it again on the same people finds the same.
     */
    async suggestSegments({ now, ...ref }: SuggestionsRef & { now: string }): Promise<SuggestionLook> {
      const fewest = discoveryLimits.fewestConverted;
      const cohort = await inTenant(ref, (db) => findCohort(db, { now: new Date(now), fewest }));
      const [people, converted] = [cohort.leads.length, conversions(cohort)];
      const looked = {
        lookedAt: now,
        clock: cohort.clock,
        asOf: cohort.asOf?.toISOString() ?? null,
        people,
        converted,
      };
      if (converted < fewest) {
        await inTenant(ref, (db) =>
          putSuggestions(db, { found: [], round: { ...looked, outcome: 'too_few', searched: 0 } }),
        );
        return { outcome: 'too_few', people, converted, searched: 0, found: 0 };
      }
      const observed = await observe(ref, cohort.leads);
      const { attributes, known } = await inTenant(ref, async (db) => ({
        attributes: await listAttributes(db),
        known: await listDecidedRules(db),
      }));
      const { suggestions, searched, base } = discoverSegments({
        people: observed,
        attributes,
        salt: ref.tenantId,
        known,
      });
      const found: FoundSuggestion[] = [];
      for (const { rule, all, holdOut } of suggestions) {
        heartbeat(found.length);
        found.push({ rule, evidence: { all, holdOut, base }, people: await countNow(ref, { rule, nowIso: now }) });
      }
      const outcome = found.length > 0 ? ('found' as const) : ('nothing' as const);
      await inTenant(ref, (db) => putSuggestions(db, { found, round: { ...looked, outcome, searched } }));
      return { outcome, people, converted, searched, found: found.length };
    },
  };

  async function observe(ref: SuggestionsRef, leads: readonly CohortLead[]): Promise<Observed[]> {
    const observed: Observed[] = [];
    for (let start = 0; start < leads.length; start += batchSize) {
      const batch = leads.slice(start, start + batchSize);
      const known = await inTenant(ref, (db) => listFeatures(db, batch));
      for (const { personId, converted } of batch) {
        const features = known.get(personId);
        if (features) observed.push({ personId, features, converted });
      }
      heartbeat(observed.length);
    }
    return observed;
  }

  /** How many people a rule means; null where counting them takes longer than anybody would wait. */
  async function countNow(ref: SuggestionsRef, { rule, nowIso }: { rule: Rule; nowIso: string }) {
    return inTenant(ref, async (db) => {
      const context = await loadRuleContext(db, { rules: [rule], nowIso });
      return countMatching(db, { rule, context });
    }).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
  }
}
