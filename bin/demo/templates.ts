import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { putBrandKit } from '../../db/queries/content/brand-kits.ts';
import { insertTemplate, makeVersion } from '../../db/queries/templates/templates.ts';
import { BrandKit } from '../../domain/templates/brand-kit.ts';
import { gallery } from '../../domain/templates/gallery/gallery.ts';
import { richText } from '../../domain/templates/plain-text.ts';
import { TemplateContent } from '../../domain/templates/template.ts';
import type { DemoTeam } from './history.ts';

/** Templates of the gallery that the example has made its own, under its own names. */
const begun: [key: string, name: string, tags: string[]][] = [
  ['newsletter', 'The Northwind letter', ['monthly']],
  ['event-invitation', 'Open day', ['event']],
  ['customer-story', 'A hall that was built twice', ['story']],
  ['order-confirmation', 'Thank you for your order', ['transactional']],
];

const contact = {
  subject: '',
  preheader: '',
  look: null,
  blocks: [
    { kind: 'heading', id: 'b1', level: 3, text: richText('Your people at Northwind') },
    { kind: 'text', id: 'b2', text: richText('Call +44 23 9200 0000 from 8 to 18, or answer this message.') },
    { kind: 'button', id: 'b3', label: 'Book a visit', link: 'https://www.northwind.demo/visit', align: 'start' },
  ],
};

/** The brand of the example, a few templates in its look, one of them with a history, and blocks that it uses again and again. */
export async function seedTemplates(db: TenantDb, { manager: author, senderId }: DemoTeam): Promise<void> {
  const kit = BrandKit.parse({
    look: { accent: '#2f5bd3', heading: '#14213d', radius: 8 },
    socialLinks: [
      { network: 'linkedin', url: 'https://www.northwind.demo/linkedin' },
      { network: 'website', url: 'https://www.northwind.demo' },
    ],
    footerText: 'You get this because you work with Northwind.',
    defaultSenderId: senderId,
  });
  await putBrandKit(db, { kit, version: null, by: author.name });
  for (const [key, name, tags] of begun) {
    const { content, description } = gallery.find((template) => template.key === key)!;
    const id = uuidv7();
    await insertTemplate(db, { id, kind: 'template', name, description, tags, content, author });
    if (key !== 'newsletter') continue;
    const shorter = { ...content, look: null, blocks: content.blocks.filter(({ kind }) => kind !== 'columns') };
    await makeVersion(db, { id, version: null, content: shorter, note: 'In our colours, without short news', author });
  }
  await insertTemplate(db, {
    id: uuidv7(),
    kind: 'block',
    name: 'How to reach us',
    description: 'Goes at the end of everything that asks for an answer.',
    tags: ['contact'],
    content: TemplateContent.parse(contact),
    author,
  });
}
