/** The code that a page carries, for its head: it loads the snippet, and calls made before that wait for it. */
export function snippetCode(origin: string, key: string): string {
  return `<script>
  window.sc = window.sc || [];
  ['page', 'track', 'identify', 'group', 'alias', 'consent', 'reset'].forEach(function (name) {
    sc[name] = function () { sc.push([name].concat([].slice.call(arguments))); };
  });
  sc.page();
</script>
<script async src="${origin}/s/v1.js" data-key="${key}"></script>`;
}

/** How a server sends an event, as a command to try it with. */
export function serverCode(origin: string, key: string): string {
  return `curl ${origin}/api/v1/track -u ${key}: -H 'content-type: application/json' \\
  -d '{"userId": "customer-1", "event": "Order completed", "properties": {"total": 49.9}}'`;
}
