import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, in that order: begun last, one of them would keep a core busy alone at the end. */
const longest = [
  'test/e2e/ui',
  'test/start/',
  'workflows/drips/races',
  'workflows/drips/',
  'workflows/campaigns/lifecycle',
  'test/security/routes',
  'workflows/',
  'bin/processes',
  'test/replay/',
  'activities/',
  'db/queries/segments/agreement',
  'api/',
  'bench/',
  'mail/smtp/',
];

/** Begins with the test files that take longest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((start) => moduleId.includes(`/${start}`));
      return place === -1 ? longest.length : place;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
