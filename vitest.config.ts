import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const contract = fileURLToPath(new URL('./src-preload/contract', import.meta.url))

export default defineConfig({
  resolve: { alias: { '@contract': contract } },
  test: {
    // By itself Vitest leaves one processor alone, and half of two is much; some tests wait for processes of their own.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // What is waited for comes at once; a busy machine may take longer than the second that is usual.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Nothing outside its function keeps anything, so files may share their modules.
          isolate: false,
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts', 'test/migrations/**/*.test.ts'],
          testTimeout: 30_000
        }
      },
      {
        extends: true,
        test: {
          name: 'core',
          globalSetup: './test/core/fixtures/cli-folder.ts',
          // Each test opens a clinic of its own; the modules they share keep nothing.
          isolate: false,
          include: [
            'test/core/**/*.test.ts',
            'test/mail/**/*.test.ts',
            'test/modem/**/*.test.ts',
            'test/portal-simulator/**/*.test.ts'
          ],
          testTimeout: 30_000
        }
      }
    ]
  }
})
