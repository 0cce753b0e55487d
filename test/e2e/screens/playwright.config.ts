import { defineConfig } from '@playwright/test'

/** Photographs every page into docs/screens/: `npm run screens`. Nothing is asserted; the pictures are looked at. */
export default defineConfig({
  testDir: '.',
  tsconfig: '../../../tsconfig.test.json',
  testMatch: '*.screens.ts',
  outputDir: '../../../.cache/screens',
  globalSetup: '../fixtures/global-setup.ts',
  workers: 1,
  timeout: 240_000,
  reporter: [['list']]
})
