/**
 * Prints what failed, then one line per stage, then the sum; answers with the exit code.
 * @param {readonly import('./stage.mjs').Stage[]} stages
 */
export function report(stages) {
  for (const { name, failed, output } of stages)
    if (failed > 0) console.log(`\n── ${name} ──\n${output.trimEnd()}`)
  console.log()
  for (const stage of stages) console.log(line(stage))
  for (const test of stages.flatMap(({ skippedTests = [] }) => skippedTests)) console.log(`skipped: ${test}`)
  // Whoever sees only the end of a log reads here why.
  for (const test of stages.flatMap(({ failures = [] }) => failures)) console.log(`failed: ${test}`)
  const { passed, failed, skipped } = total(stages)
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed > 0 ? 1 : 0
}

/** @param {import('./stage.mjs').Stage} stage */
function line({ name, passed, failed, skipped, seconds }) {
  const counts =
    passed + failed + skipped > 1 ? ` (${passed} passed, ${failed} failed, ${skipped} skipped)` : ''
  return `${failed > 0 ? 'FAILED' : 'ok    '} ${name}${counts}, ${seconds.toFixed(1)} s`
}

/** @param {readonly { passed: number, failed: number, skipped: number }[]} stages */
export function total(stages) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ field) =>
    stages.reduce((all, stage) => all + stage[field], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}
