import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const contract = fileURLToPath(new URL('./src-preload/contract', import.meta.url))

export default defineConfig({
  resolve: { alias: { '@contract': contract } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts', 'test/migrations/**/*.test.ts'],
          testTimeout: 30_000
        }
      },
      {
        extends: true,
        test: {
          name: 'core',
          include: ['test/core/**/*.test.ts', 'test/modem/**/*.test.ts'],
          testTimeout: 30_000
        }
      }
    ]
  }
})
