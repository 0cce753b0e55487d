import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e/journeys',
  tsconfig: './tsconfig.test.json',
  outputDir: 'test-results',
  globalSetup: './test/e2e/fixtures/global-setup.ts',
  // Each journey has a program and a data folder of its own, and waits more than it works.
  workers: 3,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']]
})
