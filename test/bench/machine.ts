import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'

/** What the figures were taken on. */
export function describeMachine(): [string, string][] {
  const [first] = cpus()
  return [
    ['Processor', `${first?.model.trim() ?? 'unknown'}, ${cpus().length} cores`],
    ['Memory', `${Math.round(totalmem() / 2 ** 30)} GB`],
    ['System', `${process.platform} ${process.arch}`],
    ['Node', process.version],
    [
      'Load at the start',
      loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')
    ],
    ['Date', new Date().toISOString().slice(0, 10)],
    ['Commit', commit()]
  ]
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    // A copy without its history still has figures.
    return 'unknown'
  }
}
