import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';

/** Where the snippet that sites load lies in what is built. */
export const snippetFile = 's/v1.js';

/** What it may weigh on the wire. */
export const snippetBytes = 3 * 1024;

/** Builds the snippet: one script without modules, for any page. Throws where it weighs too much. */
export async function buildSnippet(): Promise<string> {
  const entry = fileURLToPath(new URL('snippet/snippet.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, target: 'es2020', minify: true, lib: { entry, formats: ['iife'], name: 'salescompass' } },
  });
  const [output] = [built].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error('The snippet was not built.');
  const weight = gzipSync(chunk.code, { level: 9 }).length;
  if (weight > snippetBytes) throw new Error(`The snippet weighs ${weight} bytes, and may weigh ${snippetBytes}.`);
  return chunk.code;
}

/** Puts the snippet beside the UI. */
export function snippet(): Plugin {
  return {
    name: 'snippet',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: snippetFile, source: await buildSnippet() });
    },
  };
}
