/**
 * @typedef {object} Sum
 * @property {number} passed @property {number} failed @property {number} skipped @property {string[]} skippedTests
 */

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
      skippedTests: skipped.map((/** @type {any} */ test) => test.fullName)
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
  const sum = { passed: 0, failed: 0, skipped: 0, skippedTests: [] }
  for (const { title, test } of testsOf(report?.suites ?? [])) {
    if (test.status === 'expected') sum.passed += 1
    else if (test.status === 'skipped') {
      sum.skipped += 1
      sum.skippedTests.push(`${title}${reasonOf(test)}`)
    } else sum.failed += 1
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

/** @param {Sum} sum @param {number} exitCode @returns {Sum} */
function atLeastOneFailure(sum, exitCode) {
  return exitCode !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum
}
