import { describe, expect, it } from 'vitest';
import { everyBlock } from '../../domain/templates/inside.ts';
import { plainText } from '../../domain/templates/plain-text.ts';
import { importMarkup } from './import-markup.ts';

const kinds = (source: string, format: 'html' | 'mjml' = 'html') =>
  importMarkup(format, source).content.blocks.map(({ kind }) => kind);

describe('blocks from markup', () => {
  it('are made of HTML: headings, texts with what is set off, lists, pictures, buttons, columns, the way out', () => {
    const source = `<html><head><title>Spring  news</title><style>p{color:red}</style></head><body>
      <h1>Hello {{ person.firstName | default: "you" }}</h1>
      <p>Some <b>bold</b> and <a href="https://x.test/a">linked</a> words<br>below</p><ul><li>one</li><li>two</li></ul>
      <img src="https://x.test/i.png" alt="A hall"><img src="cid:1"><img src="https://x.test/o" width="1" height="1">
      <table><tr><td><p>left</p></td><td><p>right</p></td></tr></table><hr>
      <a href="https://x.test/go" style="background:#333;padding:12px">Go</a>
      <p><a href="javascript:alert(1)">no link</a></p><script>alert(1)</script>
      <p><a href="{{ unsubscribeUrl }}">Unsubscribe</a></p></body></html>`;
    const { content, notes } = importMarkup('html', source);
    expect(content.subject).toBe('Spring news');
    expect(content.blocks.map(({ kind }) => kind)).toEqual([
      ...['heading', 'text', 'image', 'columns', 'divider', 'button', 'text', 'footer'],
    ]);
    const [heading, text] = content.blocks;
    expect(heading).toMatchObject({ level: 1, text: [{ runs: [{ text: 'Hello ' }, { fallback: 'you' }] }] });
    expect(text).toMatchObject({ text: [{}, { kind: 'bullet' }, { kind: 'bullet' }] });
    expect(text!.kind === 'text' && plainText(text!.text)).toBe('Some bold and linked words\nbelow\none\ntwo');
    expect(JSON.stringify(content)).not.toMatch(/javascript|alert|cid:/);
    expect(notes).toHaveLength(4);
  });

  it('are made of MJML', () => {
    const source = `<mjml><mj-head><mj-title>T</mj-title><mj-preview>P</mj-preview></mj-head><mj-body>
      <mj-section><mj-column><mj-text><h2>Title</h2><p>Text</p></mj-text><mj-spacer height="30px" />
      <mj-image src="https://x.test/i.png" alt="x" href="https://x.test" /><mj-button href="https://x.test/go">Go</mj-button></mj-column></mj-section>
      <mj-section><mj-column><mj-text>a</mj-text></mj-column><mj-column><mj-text>b</mj-text></mj-column></mj-section></mj-body></mjml>`;
    expect(kinds(source, 'mjml')).toEqual(['heading', 'text', 'spacer', 'image', 'button', 'columns']);
    expect(importMarkup('mjml', source).content).toMatchObject({ subject: 'T', preheader: 'P' });
  });

  it.each([
    ['nothing to read', '<div><br></div>'],
    ['tags that never close', '<p>one<b>two<table><td>three'],
    ['elements without end', '<div>'.repeat(50_000)],
    ['more than a message can hold', '<h1>x</h1>'.repeat(500)],
    ['columns in columns', '<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>'],
  ])('are made of whatever somebody pastes: %s', (_, source) => {
    const { content } = importMarkup('html', source);
    expect(everyBlock(content.blocks).length).toBeLessThanOrEqual(200);
  });
});
