import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const contract = fileURLToPath(new URL('./src-preload/contract', import.meta.url))

/** What runs for long: `npm run soak`. */
export default defineConfig({
  resolve: { alias: { '@contract': contract } },
  test: { isolate: false, include: ['test/soak/**/*.ts'], testTimeout: 600_000 }
})
