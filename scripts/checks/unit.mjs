import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { capture, tool } from '../setup/run.mjs'
import { sumVitest } from './reports.mjs'

/** @param {readonly string[]} parameters @returns {Promise<import('./stage.mjs').Stage[]>} */
export async function unitTests(parameters) {
  const file = inRoot('.cache', 'reports', 'vitest.json')
  mkdirSync(inRoot('.cache', 'reports'), { recursive: true })
  rmSync(file, { force: true })
  const startedAt = Date.now()
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const { code, output } = await capture(process.execPath, [
    tool('vitest'),
    'run',
    ...reporters,
    ...parameters
  ])
  const seconds = (Date.now() - startedAt) / 1000
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  return [{ name: 'vitest', ...sumVitest(report, code), output, seconds }]
}
