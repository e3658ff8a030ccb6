import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML with everything that was put into it escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

// Light and dark, from 320 px, readable without a script, a font or an image of ours.
const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--line:#d9dde3;--text:#1c2330;--soft:#566072;--accent:#1f5fbf;--on-accent:#fff;--good:#17693a;--wrong:#a1261a}
@media (prefers-color-scheme:dark){:root{--ground:#12151b;--card:#1b2029;--line:#333b48;--text:#e8ebf0;--soft:#a6b0bf;--accent:#7fb0ff;--on-accent:#0d1524;--good:#7ed6a0;--wrong:#ff9d92}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:34rem;margin:0 auto;padding:clamp(1rem,6vw,4rem) 1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:clamp(1.25rem,5vw,2.5rem)}
.from{margin:0 0 .75rem;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
h1{margin:0 0 .75rem;font-size:1.375rem;line-height:1.3;text-wrap:balance;overflow-wrap:anywhere}
h2{margin:2rem 0 .5rem;font-size:1rem}
p{margin:0 0 1rem;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.after{margin:1.25rem 0 0}
.done{color:var(--good);font-weight:600}
form{margin:1.25rem 0 0}
fieldset{border:0;margin:0 0 1rem;padding:0}
legend{padding:0;font-weight:600;margin-bottom:.5rem}
label{display:flex;gap:.75rem;align-items:flex-start;padding:.625rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
label span{min-width:0}
label small{display:block;color:var(--soft)}
input[type=checkbox],input[type=radio]{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--accent)}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:8px;border:1px solid var(--accent);background:var(--accent);color:var(--on-accent);cursor:pointer}
button.quiet{background:transparent;color:var(--accent)}
.field{margin:0 0 1rem}
.field label{display:block;padding:0 0 .25rem;border:0;font-weight:600}
.field label small{display:inline;font-weight:400}
.field input,textarea{width:100%;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--soft);border-radius:8px;padding:.5rem .75rem;min-height:2.75rem}
.wrong{margin:.25rem 0 0;color:var(--wrong)}
.unseen{position:absolute;left:-200vw}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
`;

/** A page for somebody who came from a mail: no menu, one thing to do. `from` names who sent the mail. */
export function page(input: { title: string; from?: string; body: Markup }): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${input.from ? `${input.title} · ${input.from}` : input.title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <div class="card">
            ${input.from ? html`<p class="from">${input.from}</p>` : ''}
            <h1>${input.title}</h1>
            ${input.body}
          </div>
        </main>
      </body>
    </html>`;
}
