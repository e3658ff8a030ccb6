import postgres from 'postgres';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import type { BrandKit } from '../../../domain/templates/brand-kit.ts';
import type { TemplateImage } from '../../../domain/templates/template-image.ts';
import type { Template, TemplateSummary, TemplateVersion } from '../../../domain/templates/template.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

interface Shown {
  html: string;
  text: string;
  findings: Finding[];
  htmlBytes: number;
}
interface Refusal {
  code: string;
  errors: { path: string; message: string }[];
}

const words = (text: string) => [{ runs: [{ kind: 'words', text }] }];
const block = (id: string, text: string) => ({ kind: 'text', id, text: words(text) });
const footer = { kind: 'footer', id: 'end', text: [] };

/** A picture of one colour, called something else. */
async function pngFile(width = 2, name = 'dot.png'): Promise<FormData> {
  const bytes = await sharp({ create: { width, height: 1, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('file', new File([new Uint8Array(bytes)], name, { type: 'image/svg+xml' }));
  return form;
}

describe('templates', () => {
  let database: TestDatabase;
  let api: TestApi;
  let manager: TestCaller;
  let analyst: TestCaller;
  let stranger: TestCaller;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database);
    [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
    stranger = await api.asUser('admin', await api.tenant('Other'));
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const make = async (input: object) => bodyOf<Template>(await manager.request('POST', '/templates', input));

  it('are made, found, written on, made versions of, compared and gone back to', async () => {
    const content = { subject: 'Hello', blocks: [block('a', 'One'), block('b', 'Two')] };
    const made = await make({ name: 'Letter', tags: ['monthly'], content });
    expect(made).toMatchObject({ currentVersion: 1, hasDraft: false, blocks: 2, version: 1 });
    const path = `/templates/${made.id}`;
    const changed = { content: { ...content, blocks: [block('b', 'Two!'), block('a', 'One'), footer] } };
    const draft = await bodyOf<Template>(await manager.request('PATCH', path, changed));
    expect(draft).toMatchObject({ currentVersion: 1, hasDraft: true, blocks: 3, version: 2 });
    const second = await bodyOf<Template>(await manager.request('POST', `${path}/versions`, { note: 'Shorter' }));
    expect(second).toMatchObject({ currentVersion: 2, hasDraft: false });
    const versions = await bodyOf<{ data: TemplateVersion[] }>(await analyst.request('GET', `${path}/versions`));
    expect(versions.data.map(({ number, note, isCurrent }) => [number, note, isCurrent])).toEqual([
      [2, 'Shorter', true],
      [1, '', false],
    ]);
    const { differences } = await bodyOf<{ differences: { kind: string; words: string }[] }>(
      await analyst.request('GET', `${path}/versions/1/diff?to=2`),
    );
    expect(differences.map(({ words }) => words)).toEqual([
      'Text “Two!”: text changed',
      'Text “One” was moved',
      'Footer was added',
    ]);
    const back = await bodyOf<Template>(await manager.request('POST', `${path}/versions/1/restore`));
    expect(back).toMatchObject({ currentVersion: 3, blocks: 2 });
    const copy = await bodyOf<Template>(await manager.request('POST', `${path}/copy`, {}));
    expect(copy).toMatchObject({ name: 'Copy of Letter', tags: ['monthly'], currentVersion: 1, blocks: 2 });
    await manager.request('PATCH', `/templates/${copy.id}`, { name: `${'a'.repeat(191)}😀` });
    const long = await bodyOf<Template>(await manager.request('POST', `/templates/${copy.id}/copy`, {}));
    expect(long.name).toBe(`Copy of ${'a'.repeat(191)}`);
    await manager.request('PATCH', `/templates/${long.id}`, { name: 'Long', tags: [], isArchived: true });
    await manager.request('PATCH', `/templates/${copy.id}`, { name: 'Copy of Letter', isArchived: true });
    const names = async (query: string) =>
      (await bodyOf<{ data: TemplateSummary[] }>(await analyst.request('GET', `/templates?${query}`))).data.map(
        ({ name }) => name,
      );
    expect(await names('tag=monthly&kind=template')).toEqual(['Letter']);
    expect(await names('q=copy&state=archived')).toEqual(['Copy of Letter']);
    expect((await stranger.request('GET', path)).status).toBe(404);
    expect((await analyst.request('PATCH', path, {})).status).toBe(403);
  });

  it('lose nothing that somebody saves while a version is made of what was edited before', async () => {
    const { id } = await make({ name: 'Meanwhile', content: { subject: 'First' } });
    const writer = postgres(database.url, { max: 1 });
    let asked: Promise<Response> | undefined;
    await writer.begin(async (sql) => {
      await sql`update templates set draft = '{"subject": "Second", "preheader": "", "blocks": [], "look": null}', version = version + 1
        where id = ${id}`;
      asked = manager.request('POST', `/templates/${id}/versions`, {});
      await database.untilWaiting();
    });
    await writer.end();
    expect((await asked)!.status).toBe(412);
    expect((await bodyOf<Template>(await manager.request('GET', `/templates/${id}`))).content.subject).toBe('Second');
  });

  it('tell whoever comes too late who saved and when, and lose nothing', async () => {
    const { id } = await make({ name: 'Together' });
    const late = { 'if-match': '"1"' };
    const write = (text: string, headers: Record<string, string>) =>
      manager.request('PATCH', `/templates/${id}`, { content: { blocks: [block('a', text)] } }, headers);
    expect((await write('first', late)).status).toBe(200);
    const refused = await write('second', late);
    expect(refused.status).toBe(412);
    const { code, errors } = await bodyOf<Refusal>(refused);
    const saved = await bodyOf<Template>(await manager.request('GET', `/templates/${id}`));
    expect(code).toBe('precondition_failed');
    expect(Object.fromEntries(errors.map(({ path, message }) => [path, message]))).toEqual({
      updatedByName: saved.updatedByName,
      updatedAt: saved.updatedAt,
    });
    expect(JSON.stringify(saved.content)).toContain('first');
    const named = await manager.request('PATCH', `/templates/${id}`, { content: { subject: 'Together' } });
    expect((await bodyOf<Template>(named)).content).toEqual({ ...saved.content, subject: 'Together' });
  });

  it('are rendered for a reader with what is wrong, each with its block, and sent as a test', async () => {
    const content = {
      subject: 'Hi {{ person.firstName | default: "you" }}',
      blocks: [
        { kind: 'heading', id: 'h', text: [{ runs: [{ kind: 'field', path: 'person.firstName' }] }] },
        { kind: 'button', id: 'b', label: 'Go', link: 'shop.test', colour: '#ffffff', labelColour: '#eeeeee' },
      ],
    };
    const body = { content, example: 'rightToLeft' };
    const shown = await bodyOf<Shown>(await analyst.request('POST', '/templates/render', body));
    expect(shown.html).toContain('نور الهدى');
    expect(shown.findings.map(({ code, blockId }) => [code, blockId])).toEqual([
      ['no_preheader', undefined],
      ['no_fallback', 'h'],
      ['broken_link', 'b'],
      ['low_contrast', 'b'],
      ['no_unsubscribe', undefined],
      ['postal_address_empty', undefined],
    ]);
    const { id } = await make({ name: 'Piece', kind: 'block', content });
    const saved = await bodyOf<Shown>(await analyst.request('POST', `/templates/${id}/render`, {}));
    expect(saved.findings.map(({ code }) => code)).toEqual(['no_fallback', 'broken_link', 'low_contrast']);
    const checks = await bodyOf<Shown>(await analyst.request('GET', `/templates/${id}/checks`));
    expect(checks.findings).toEqual(saved.findings);
    const before = api.mails.length;
    const sent = await manager.request('POST', `/templates/${id}/test-send`, { to: ['a@example.test'] });
    expect(sent.status).toBe(202);
    expect(api.mails.slice(before)).toMatchObject([{ to: 'a@example.test', subject: '[Test] Hi Ada' }]);
    expect((await stranger.request('POST', `/templates/${id}/render`, {})).status).toBe(404);
  });

  it.each<[string, string, object, RegExp]>([
    ['subject', 'Hi {{ person.firstName', {}, /^The merge fields cannot be filled: .*opened and never closed. Correct/],
    ['subject', '{% for i in (1..1000000000) %}x{% endfor %}', {}, /grows too large/],
    ['preheader', '{% if person.firstName %}x', {}, /opened and never closed/],
    ['preheader', '{{ person.firstName | nope }}', {}, /no filter “nope”/],
    ['html', '{% for i in (1..1000000000) %}x{% endfor %}', { blockId: 'h' }, /^HTML: .*grows too large/],
    ['html', '{{ "now" | date: "%999999999Y" }}', { blockId: 'h' }, /^HTML: .*grows too large/],
  ])('stay to be seen while something in them cannot be filled: %s %s', async (where, template, more, message) => {
    const html = { kind: 'html', id: 'h', html: where === 'html' ? `<p>Before</p>${template}` : '<p>Before</p>' };
    const head = where === 'html' ? { subject: 'Hi' } : { subject: 'Hi', [where]: template };
    const content = { ...head, blocks: [block('t', 'The rest'), html, footer] };
    const answer = await analyst.request('POST', '/templates/render', { content });
    expect(answer.status).toBe(200);
    const shown = await bodyOf<Shown>(answer);
    expect(shown.html).toContain('The rest');
    expect(shown.html).not.toContain('{{ tenant');
    const said = shown.findings.filter(({ code }) => code === 'liquid');
    expect(said).toMatchObject([{ where, severity: 'blocking', ...more }]);
    expect(said[0]!.message).toMatch(message);
    const { id } = await make({ name: 'Halfway', content });
    const before = api.mails.length;
    const sent = await manager.request('POST', `/templates/${id}/test-send`, { to: ['a@example.test'] });
    expect([sent.status, api.mails.length - before]).toEqual(where === 'html' ? [202, 1] : [400, 0]);
  });

  it('begin from the gallery, and from HTML or MJML of elsewhere', async () => {
    const { data } = await bodyOf<{ data: { key: string; content: unknown }[] }>(
      await analyst.request('GET', '/template-gallery'),
    );
    expect(data.length).toBeGreaterThanOrEqual(10);
    const made = await make({ name: 'Ours', galleryKey: data[0]!.key });
    expect(made.content).toEqual(data[0]!.content);
    expect((await manager.request('POST', '/templates', { name: 'x', galleryKey: 'none' })).status).toBe(404);
    const source = '<h1>Hi</h1><p>Some <b>text</b></p><script>alert(1)</script>';
    const body = { format: 'html', source };
    const imported = await bodyOf<{ content: Template['content']; notes: string[] }>(
      await manager.request('POST', '/templates/import', body),
    );
    expect(imported.content.blocks.map(({ kind }) => kind)).toEqual(['heading', 'text']);
    expect(imported.notes).toHaveLength(1);
  });

  it.each([
    ['a\0b', 'nul_character'],
    ['cut \ud83d here', 'half_character'],
  ])('refuse what cannot be stored, and name where it stands: %j', async (text, code) => {
    const { id } = await make({ name: 'Odd' });
    const content = { blocks: [block('t', text), footer] };
    const answer = await manager.request('PATCH', `/templates/${id}`, { content });
    expect(answer.status).toBe(400);
    expect((await bodyOf<Refusal>(answer)).errors).toMatchObject([
      { path: 'content.blocks.0.text.0.runs.0.text', code },
    ]);
  });

  it('share a brand, which one person at a time changes', async () => {
    const before = await bodyOf<BrandKit & { version: number }>(await analyst.request('GET', '/brand-kit'));
    expect(before).toMatchObject({ version: 0, look: { width: 600 } });
    const kit = { look: { accent: '#7e22ce' }, footerText: 'Because you are our customer.' };
    const written = await manager.request('PUT', '/brand-kit', kit, { 'if-match': '"0"' });
    expect(written.status).toBe(200);
    expect((await manager.request('PUT', '/brand-kit', kit, { 'if-match': '"0"' })).status).toBe(412);
    const noSender = { ...kit, defaultSenderId: '0198c0de-0000-7000-8000-000000000000' };
    expect((await manager.request('PUT', '/brand-kit', noSender)).status).toBe(400);
    const content = { blocks: [footer] };
    const shown = await bodyOf<Shown>(await analyst.request('POST', '/templates/render', { content }));
    expect(shown.text).toContain('Because you are our customer.');
    expect((await bodyOf<{ version: number }>(await stranger.request('GET', '/brand-kit'))).version).toBe(0);
  });

  it('show images that were uploaded once, known by their bytes, to whoever has the address', async () => {
    const upload = (form: FormData) => manager.request('POST', '/template-images', form);
    const image = await bodyOf<TemplateImage>(await upload(await pngFile()));
    expect(image).toMatchObject({ contentType: 'image/png', width: 2, height: 1, name: 'dot.png' });
    expect((await bodyOf<TemplateImage>(await upload(await pngFile(2, 'again.png')))).id).toBe(image.id);
    const path = new URL(image.url).pathname;
    const shown = await api.app.request(path);
    expect(shown.status).toBe(200);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect((await shown.arrayBuffer()).byteLength).toBe(image.bytes);
    expect((await api.app.request(`${path.slice(0, -2)}zz`)).status).toBe(404);
    const form = new FormData();
    form.set('file', new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'x.png', { type: 'image/png' }));
    expect((await upload(form)).status).toBe(400);
    expect(await bodyOf<TemplateImage>(await upload(await pngFile(2400)))).toMatchObject({ width: 1200, height: 1 });
    const bomb = new FormData();
    const claims = Buffer.from(await ((await pngFile()).get('file') as File).arrayBuffer());
    claims.writeUInt32BE(60_000, 16);
    claims.writeUInt32BE(60_000, 20);
    bomb.set('file', new File([claims], 'bomb.png'));
    expect((await upload(bomb)).status).toBe(400);
    const broken = new FormData();
    broken.set('file', new File([claims.subarray(0, 40)], 'broken.png'));
    expect((await upload(broken)).status).toBe(400);
    const heavy = new FormData();
    heavy.set('file', new File([Buffer.alloc(13 * 1024 * 1024)], 'x.png'));
    expect((await upload(heavy)).status).toBe(413);
    const { data } = await bodyOf<{ data: TemplateImage[] }>(await analyst.request('GET', '/template-images'));
    expect(data.map(({ width }) => width)).toEqual([1200, 2]);
    expect((await bodyOf<{ data: unknown[] }>(await stranger.request('GET', '/template-images'))).data).toEqual([]);
  });

  it('take no more room than there is for an organisation, and say how much they take', async () => {
    const small = await createTestApi(database, { config: { imagesBytes: 400 } });
    const writer = await small.asUser('manager');
    const upload = async (width: number) => writer.request('POST', '/template-images', await pngFile(width));
    const room = async () =>
      (await bodyOf<{ room: object }>(await writer.request('GET', '/template-images'))).room as { bytes: number };
    expect(await room()).toEqual({ bytes: 0, most: 400 });
    const sizes: number[] = [];
    let refused: Response | undefined;
    for (let width = 3; width < 20 && !refused; width += 1) {
      const answer = await upload(width);
      if (answer.status === 201) sizes.push((await bodyOf<TemplateImage>(answer)).bytes);
      else refused = answer;
    }
    expect(refused?.status).toBe(409);
    expect(await bodyOf(refused!)).toMatchObject({ errors: [{ path: 'file', code: 'no_room' }] });
    const taken = sizes.reduce((sum, one) => sum + one, 0);
    expect(taken).toBeGreaterThan(0);
    expect(await room()).toEqual({ bytes: taken, most: 400 });
    // One that is there is there, and another organisation has room of its own.
    expect((await upload(3)).status).toBe(201);
    const other = await small.asUser('manager', await small.tenant('Other'));
    expect((await other.request('POST', '/template-images', await pngFile(3))).status).toBe(201);
    await small.close();
  });
});
