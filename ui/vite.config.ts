import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { chunkOf, editorPages, firstFiles, firstPages } from './chunks.ts';
import { compiledAhead } from './compiled-ahead.ts';
import { icons } from './icons.ts';
import { packedFiles } from './packed-files.ts';
import { pageFiles } from './page-files.ts';
import { pureDomain } from './pure-domain.ts';
import { sizeGate } from './size-gate.ts';
import { snippet } from './snippet-build.ts';

/** Where a development build sends its API calls; the built UI is served by the API itself. */
const api = process.env.API_URL ?? 'http://127.0.0.1:8080';

export default defineConfig(({ command }) => {
  // Whoever builds (a test, say) builds what is served.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    plugins: [
      tailwindcss(),
      icons(),
      svelte(),
      pureDomain(),
      pageFiles(),
      snippet(),
      compiledAhead(firstFiles),
      packedFiles(),
      sizeGate({
        entryKilobytes: 60,
        routeKilobytes: 80,
        first: { pages: Object.values(firstPages), kilobytes: 35 },
        editor: { pages: editorPages, kilobytes: 150 },
      }),
    ],
    build: {
      outDir: fileURLToPath(new URL('../dist/ui', import.meta.url)),
      emptyOutDir: true,
      target: 'es2022',
      // A browser that does not preload modules fetches them when they are asked for; to teach it would cost all others 0.4 kB.
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: { ...chunkOf(), includeDependenciesRecursively: false } } },
      // The gate prints what matters, measured as it is served.
      reportCompressedSize: false,
    },
    server: { proxy: { '/api': { target: api, changeOrigin: true } } },
  };
});
