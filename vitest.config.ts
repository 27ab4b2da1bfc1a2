/**
 * Two kinds of tests: `unit` needs nothing but the code and runs in parallel; `world` starts servers, most often the database,
 * the sandbox and the Worker for each file, so it comes after and runs at most two files at a time.
 */
import { defineConfig } from 'vitest/config'

const world = [
  'test/journeys/**/*.test.ts',
  'test/browser/**/*.test.ts',
  'test/simulation/**/*.test.ts',
  'test/accounts/**/*.test.ts',
  'test/sandbox/*.test.ts',
]
const report = process.env.AFORO_TEST_REPORT

export default defineConfig({
  test: {
    // .ci/run reads the result from there.
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...world],
          setupFiles: ['test/properties.ts'],
        },
      },
      {
        test: {
          name: 'world',
          include: world,
          setupFiles: ['test/properties.ts'],
          // A process each: wrangler's and the servers' hooks on 'exit' must see one.
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // wrangler without its own traffic: no Request.cf download, no metrics.
          env: { CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
        },
      },
    ],
  },
})
