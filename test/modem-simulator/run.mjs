import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

// Vite resolves the sources' imports as the build does, so that no second loader is needed.
const { module } = await runnerImport(fileURLToPath(new URL('./main.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'error'
})
await module.main(process.argv.slice(2))
