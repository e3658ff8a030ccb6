import { describe, expect, it } from 'vitest';
import { MessageContent } from '../content/content.ts';
import { checkDrip } from './checks.ts';
import { DripDefinition } from './definition.ts';
import type { RecipeInput } from './recipe-steps.ts';
import { recipes } from './recipes.ts';

const id = '0198c0de-0000-7000-8000-000000000000';
const filled: RecipeInput = {
  senderId: id,
  link: 'https://a.example/?x=1&y="2"',
  listId: id,
  dateAttribute: 'renewal',
};
const bare: RecipeInput = { senderId: null, link: 'https://a.example/', listId: null, dateAttribute: null };
const tenant = {
  quiet: { from: '21:00', to: '07:00' },
  zone: 'Europe/Berlin',
  hasWebhookSecret: false,
  segmentRules: {},
};

describe.each(recipes)('the recipe $name', ({ build }) => {
  it('is a whole drip of which pre-flight has nothing to say', () => {
    const definition = DripDefinition.parse(build(filled));
    expect(checkDrip(definition, tenant)).toEqual([]);
  });

  it('lacks nothing but who comes in where that is not known yet', () => {
    const definition = DripDefinition.parse(build(bare));
    expect(checkDrip(definition, tenant).map(({ code }) => code)).toEqual(['no_entry']);
  });

  it('has letters that are complete, with the lines that each must carry', () => {
    const letters = DripDefinition.parse(build(filled)).steps.flatMap((step) =>
      step.kind === 'send' ? [MessageContent.parse(step.content)] : [],
    );
    expect(letters.length).toBeGreaterThan(1);
    for (const { subject, preheader, senderId, body } of letters) {
      expect([subject, preheader].every((text) => text !== '')).toBe(true);
      expect(senderId).toBe(id);
      expect(body).toContain('href="https://a.example/?x=1&amp;y=&quot;2&quot;"');
      expect(body).toContain('{{ tenant.postalAddress }}');
      expect(body).toContain('{{ unsubscribeUrl }}');
    }
  });
});
