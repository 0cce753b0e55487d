import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from '../setup/paths.mjs'

/**
 * @typedef {object} Sum
 * @property {number} passed @property {number} failed @property {number} skipped @property {string[]} skippedTests
 * @property {string[]} failures each failed test in one line: its name, where, and why
 */

/** A reason longer than this says no more in one line. */
const REASON_CHARACTERS = 400

/**
 * Sums Vitest's JSON report. A run that failed without a failed test (a file that does not load, no report at all)
 * counts as one failure.
 * @param {any} report null when there is none @param {number} exitCode @returns {Sum}
 */
export function sumVitest(report, exitCode) {
  const tests = (report?.testResults ?? []).flatMap((/** @type {any} */ file) => file.assertionResults ?? [])
  const count = (/** @type {string[]} */ ...states) =>
    tests.filter((/** @type {any} */ test) => states.includes(test.status)).length
  const skipped = tests.filter((/** @type {any} */ test) =>
    ['skipped', 'pending', 'todo', 'disabled'].includes(test.status)
  )
  return atLeastOneFailure(
    {
      passed: count('passed'),
      failed: count('failed'),
      skipped: skipped.length,
      skippedTests: skipped.map((/** @type {any} */ test) => test.fullName),
      failures: tests
        .filter((/** @type {any} */ test) => test.status === 'failed')
        .map((/** @type {any} */ test) => `${test.fullName}: ${inOneLine(test.failureMessages?.[0])}`)
    },
    exitCode
  )
}

/**
 * Sums Playwright's JSON report; a test that passed at its second try is a failure here.
 * @param {any} report null when there is none @param {number} exitCode @returns {Sum}
 */
export function sumPlaywright(report, exitCode) {
  /** @type {Sum} */
  const sum = { passed: 0, failed: 0, skipped: 0, skippedTests: [], failures: [] }
  for (const { title, test } of testsOf(report?.suites ?? [])) {
    if (test.status === 'expected') sum.passed += 1
    else if (test.status === 'skipped') {
      sum.skipped += 1
      sum.skippedTests.push(`${title}${reasonOf(test)}`)
    } else {
      sum.failed += 1
      sum.failures.push(`${title}${whyOf(test)}`)
    }
  }
  return atLeastOneFailure(sum, exitCode)
}

/** @param {any[]} suites @returns {{ title: string, test: any }[]} */
function testsOf(suites) {
  return suites.flatMap((suite) => [
    ...testsOf(suite.suites ?? []),
    ...(suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
      spec.tests.map((/** @type {any} */ test) => ({ title: `${suite.title}: ${spec.title}`, test }))
    )
  ])
}

/** @param {any} test */
function reasonOf(test) {
  const reason = (test.annotations ?? []).find((/** @type {any} */ note) => note.type === 'skip')?.description
  return reason ? ` (${reason})` : ''
}

/** @param {any} test */
function whyOf(test) {
  const error = (test.results ?? []).find((/** @type {any} */ result) => result.error)?.error
  const place = error?.location
  const where = place ? ` (${relative(ROOT, place.file)}:${place.line})` : ''
  return `${where}: ${inOneLine(error?.message)}`
}

/** @param {string | undefined} message */
function inOneLine(message) {
  const plain = stripVTControlCharacters(message ?? 'no message').replace(/\s+/g, ' ')
  return plain.length > REASON_CHARACTERS ? `${plain.slice(0, REASON_CHARACTERS)}…` : plain
}

/** @param {Sum} sum @param {number} exitCode @returns {Sum} */
function atLeastOneFailure(sum, exitCode) {
  return exitCode !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum
}
