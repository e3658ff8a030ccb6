import { Slice } from 'prosemirror-model';

/** So many characters are pasted into one text, and so many paragraphs: more than that no message holds. */
const most = { characters: 20_000, paragraphs: 300 };

/** What some office programs put on the clipboard as HTML, as what it means: entries of their lists are paragraphs with a typed sign. */
export function withoutOffice(html: string): string {
  const sign = /<!(?:--)?\[if !supportLists\](?:--)?>([\s\S]*?)<!(?:--)?\[endif\](?:--)?>/i;
  return html
    .replace(/<p\b[^>]*mso-list:[^>]*>[\s\S]*?<\/p>/gi, (entry) => {
      const typed = (sign.exec(entry)?.[1] ?? '').replace(/<[^>]*>|&nbsp;|\s/g, '');
      const kind = /^\(?(?:\d+|[a-z]+)[.)]/i.test(typed) ? 'number' : 'bullet';
      return entry.replace(sign, '').replace(/^<p\b/i, `<p data-kind="${kind}"`);
    })
    .replace(/<!--[\s\S]*?-->|<!\[[^\]]*\]>/g, '')
    .replace(/<\/?o:p\b[^>]*>/gi, '');
}

/** As much of what is pasted as a text can hold, and whether that is all. */
export function fitting(slice: Slice): { slice: Slice; isWhole: boolean } {
  const { content, openStart } = slice;
  let end = 0;
  for (let at = 0; at < Math.min(content.childCount, most.paragraphs); at += 1) end += content.child(at).nodeSize;
  const kept = Math.min(end, most.characters);
  if (kept >= content.size) return { slice, isWhole: true };
  return { slice: new Slice(content.cut(0, kept), openStart, 0), isWhole: false };
}
