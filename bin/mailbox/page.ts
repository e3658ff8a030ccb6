/** The mailbox as a page: a list that follows what arrives, a search, and the mail beside it. One file, nothing from outside. */
export const mailboxPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Local mailbox</title>
<style>
:root{color-scheme:light dark;--line:light-dark(#e2e4e9,#30333b);--dim:light-dark(#5d6472,#a2a9b8);--back:light-dark(#fff,#15171c);--soft:light-dark(#f5f6f8,#1d2027);--accent:light-dark(#2f5bd3,#8fb0ff)}
*{box-sizing:border-box}body{margin:0;font:14px/1.45 system-ui,sans-serif;background:var(--back);height:100vh;display:grid;grid-template:auto 1fr/minmax(280px,380px) 1fr}
header{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:12px;align-items:center;padding:10px 16px;border-bottom:1px solid var(--line)}
h1{font-size:15px;margin:0}input{font:inherit;padding:6px 10px;border:1px solid var(--line);border-radius:6px;background:var(--soft);color:inherit;min-width:0;flex:0 1 320px}
header span{color:var(--dim);font-variant-numeric:tabular-nums}header button{margin-left:auto}
button{font:inherit;color:inherit;border:1px solid var(--line);border-radius:6px;background:var(--soft);padding:6px 12px;cursor:pointer}
#list{margin:0;padding:0;list-style:none;overflow:auto;border-right:1px solid var(--line)}
#list button{display:block;width:100%;text-align:left;border:0;border-bottom:1px solid var(--line);border-radius:0;background:none;padding:10px 16px}
#list button[aria-current=true]{background:var(--soft);box-shadow:inset 3px 0 var(--accent)}#list b,#list small{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
small{color:var(--dim)}main{overflow:auto;display:flex;flex-direction:column;min-width:0}main>div{padding:12px 16px;border-bottom:1px solid var(--line)}
main h2{font-size:16px;margin:0 0 4px;overflow-wrap:anywhere}nav{display:flex;gap:8px;margin-top:10px}nav [aria-pressed=true]{border-color:var(--accent);color:var(--accent)}
iframe{border:0;flex:1;background:#fff;color-scheme:light}pre{margin:0;padding:16px;white-space:pre-wrap;overflow-wrap:anywhere;flex:1}p{padding:24px 16px;color:var(--dim)}
@media(max-width:700px){body{grid-template:auto 40vh 1fr/1fr}#list{border-right:0;border-bottom:1px solid var(--line)}}
</style></head><body>
<header><h1>Local mailbox</h1><input id="search" type="search" aria-label="Search recipient, sender or subject" placeholder="Search recipient, sender or subject"><span id="count" role="status"></span><button id="wipe">Delete all mail</button></header>
<ul id="list" aria-label="Mails"></ul><main id="mail" tabindex="-1"><p>All mail that the platform sends on this machine ends here. Nothing leaves it.</p></main>
<script>
const $=(id)=>document.getElementById(id);let current=null,view='html',shown='';
const make=(tag,props,...children)=>{const e=Object.assign(document.createElement(tag),props);e.append(...children);return e};
async function refresh(){
  const q=$('search').value.trim();const r=await fetch('/api/messages?limit=200'+(q?'&q='+encodeURIComponent(q):'')).then(r=>r.json()).catch(()=>null);
  if(!r){$('count').textContent='not reachable';return}
  $('count').textContent=r.count+(r.count===1?' mail':' mails')+(r.count>r.data.length?', the newest '+r.data.length+' shown':'');
  const key=q+r.data.map(m=>m.id).join();if(key===shown)return;shown=key;
  $('list').replaceChildren(...r.data.map(m=>make('li',{},Object.assign(make('button',{onclick:()=>show(m)},make('b',{textContent:m.subject||'(no subject)'}),make('small',{textContent:m.to.join(', ')}),make('small',{textContent:new Date(m.at).toLocaleString()})),{id:'m'+m.id}))));mark()}
function mark(){for(const b of document.querySelectorAll('#list button'))b.setAttribute('aria-current',String(current&&b.id==='m'+current.id))}
async function show(m){current=m;mark();const base='/api/messages/'+m.id;
  const tabs=make('nav',{},...[['html','Message'],['text','Plain text'],['raw','Source']].map(([v,label])=>{const b=make('button',{textContent:label,onclick:()=>{view=v;show(m)}});b.setAttribute('aria-pressed',String(view===v));return b}));
  const head=make('div',{},make('h2',{textContent:m.subject||'(no subject)'}),make('small',{textContent:'From '+m.from+' to '+m.to.join(', ')+', '+new Date(m.at).toLocaleString()}),tabs);
  let body;if(view==='html'){body=make('iframe',{title:'The message',src:base+'/html'});body.setAttribute('sandbox','allow-popups allow-popups-to-escape-sandbox')}
  else{body=make('pre',{textContent:'…'});const r=await fetch(view==='raw'?base+'/raw':base);body.textContent=view==='raw'?await r.text():(await r.json()).text}
  $('mail').replaceChildren(head,body)}
$('search').oninput=refresh;$('wipe').onclick=async()=>{await fetch('/api/messages',{method:'DELETE',headers:{'x-requested-with':'page'}});current=null;$('mail').replaceChildren();refresh()};
refresh();setInterval(()=>{if(!document.hidden)refresh()},2000);
</script></body></html>`;
