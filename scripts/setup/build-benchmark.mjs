import { inRoot } from './paths.mjs'

/** Builds a benchmark's sources for this Node. @param {string} entry @param {string} folder */
export async function buildBenchmark(entry, folder) {
  // Loaded late: before the set-up there may be no dependencies.
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: inRoot(),
    resolve: { alias: { '@contract': inRoot('src-preload', 'contract') } },
    ssr: { noExternal: true, external: ['better-sqlite3', 'serialport', '@playwright/test', 'prettier'] },
    build: { ssr: inRoot(entry), outDir: folder, target: 'node22', emptyOutDir: true }
  })
}
