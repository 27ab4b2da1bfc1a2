/**
 * Prints `N passed, N failed` from vitest's JSON report, and ends with 1 unless every test passed.
 *
 *     node .ci/result.mjs REPORT EXIT_CODE_OF_THE_TESTS
 *
 * A file that could not be loaded is a failure, and so is whatever left no trace among the tests: no report, no tests at all,
 * an error outside every test.
 */
import { readFileSync } from 'node:fs'

const [, , file, exitCode] = process.argv
const { passed, failed } = count(read(file))
const failures = failed === 0 && (passed === 0 || exitCode !== '0') ? 1 : failed
console.log(`${passed} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { testResults: [] }
  }
}

function count(report) {
  const totals = { passed: 0, failed: 0 }
  for (const { status, assertionResults } of report.testResults) {
    const failedTests = assertionResults.filter((test) => test.status === 'failed').length
    totals.passed += assertionResults.filter((test) => test.status === 'passed').length
    totals.failed += status === 'failed' && failedTests === 0 ? 1 : failedTests
  }
  return totals
}
