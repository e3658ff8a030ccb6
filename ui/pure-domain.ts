import type { Plugin } from 'vite';

interface Node {
  type: string;
  start: number;
  end: number;
  declaration?: Node | null;
  declarations?: { init: Node | null }[];
}

/**
 * Lets the bundler leave out schemas of domain/ that no page reads. That layer is pure by the house rules, but a call (or a `new`) at the top
 * of a module looks as if it might do something; wrapped as a pure one it goes when nobody uses what it makes, and with it the
 * schema library where a page wants nothing but a rule.
 */
export function pureDomain(): Plugin {
  return {
    name: 'pure-domain',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!/\/domain\/[^?]*\.ts$/.test(id)) return null;
      const statements = (this.parse(code) as unknown as { body: Node[] }).body;
      const calls = statements
        .flatMap((statement) => (statement.declaration ?? statement).declarations ?? [])
        .flatMap(({ init }) => (init && /^(Call|New)Expression$/.test(init.type) ? [init] : []));
      let out = code;
      for (const { start, end } of calls.reverse()) {
        out = `${out.slice(0, start)}/* @__PURE__ */ (() => ${out.slice(start, end)})()${out.slice(end)}`;
      }
      return { code: out, map: null, moduleSideEffects: false };
    },
  };
}
