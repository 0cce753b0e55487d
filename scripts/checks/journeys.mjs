import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'
import { run, tool } from '../setup/run.mjs'
import { sumPlaywright } from './reports.mjs'

/** The journeys in real Electron; their progress is shown as they run. @returns {Promise<import('./stage.mjs').Stage[]>} */
export async function journeys() {
  const file = inRoot('.cache', 'reports', 'playwright.json')
  mkdirSync(inRoot('.cache', 'reports'), { recursive: true })
  rmSync(file, { force: true })
  const startedAt = Date.now()
  const parameters = [tool('@playwright/test', 'playwright'), 'test', '--reporter=list,json']
  const code = await run(process.execPath, parameters, { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file } })
  const seconds = (Date.now() - startedAt) / 1000
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
  return [{ name: 'journeys', ...sumPlaywright(report, code), output: '', seconds }]
}
