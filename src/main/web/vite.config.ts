import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where a running engine answers while pages are worked on: `npm run dev`. */
const engine = process.env.FARSIGHT_URL ?? 'http://127.0.0.1:8080';
const asked = [
  '/worklist', '/case', '/exchange', '/ecg', '/dicom-web', '/session', '/critical', '/report-templates',
  '/branch/', '/verify',
];

/** Packs the large pieces once, so that the engine need not do it for each browser. */
function packed(): Plugin {
  let folder = '';
  return {
    name: 'packed',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir, 'assets');
    },
    closeBundle: () => {
      for (const file of readdirSync(folder).filter((name) => /\.(js|css|wasm|svg)$/.test(name))) {
        const bytes = readFileSync(join(folder, file));
        if (bytes.length > 1024) {
          writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [packed()],
  resolve: {
    // what xmlbuilder2 (below Cornerstone) wants of Node; without it the bundle fails at run time
    alias: { events: 'events/events.js' },
  },
  optimizeDeps: {
    exclude: ['@cornerstonejs/dicom-image-loader'],
    include: ['dicom-parser'],
  },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: process.env.FARSIGHT_PAGES ?? '../../../target/classes/org/farsight/web/pages',
    emptyOutDir: true,
    // the image viewer is large and comes only when there are images
    chunkSizeWarningLimit: 6000,
    // the content security policy allows no inline pieces
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: Object.fromEntries(asked.map((path) => [path, engine])) },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
