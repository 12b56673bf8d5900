import { defineConfig } from '@playwright/test'

/** The whole console in real Electron, one story after the other. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../../artifacts/e2e',
  workers: 1,
  // The report names a story that needed another try as flaky.
  retries: 2,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../artifacts/e2e.json' }]],
})
