import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { _electron } from '@playwright/test'

/**
 * Opens the desk, waits until it can be used and saves a picture of it.
 * @param {object} options
 * @param {import('./electron.mjs').Electron} options.electron @param {string[]} options.parameters
 * @param {string} options.display @param {string} options.picture @param {boolean} options.keep stay open until it is closed
 */
export async function photograph({ electron, parameters, display, picture, keep }) {
  Object.assign(process.env, electron.environment)
  const app = await _electron.launch({
    args: parameters,
    env: { ...definedOf(process.env), ...electron.environment, DISPLAY: display }
  })
  const closed = new Promise((resolve) => app.once('close', () => resolve(undefined)))
  try {
    const page = await app.firstWindow()
    await becomeUsable(page)
    mkdirSync(dirname(picture), { recursive: true })
    await page.screenshot({ path: picture })
    console.log(`A picture of the opened desk: ${picture}`)
    if (keep) {
      console.log('The desk stays open until you press Ctrl+C.')
      await closed
    }
  } finally {
    await app.close()
  }
}

/** Usable: something to act on is shown and nothing says that it is still loading. @param {import('@playwright/test').Page} page */
async function becomeUsable(page) {
  await page.locator('#app button, #app input').first().waitFor({ timeout: 60_000 })
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, {
    timeout: 60_000
  })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** @param {NodeJS.ProcessEnv} environment @returns {Record<string, string>} */
function definedOf(environment) {
  /** @type {Record<string, string>} */
  const defined = {}
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) defined[name] = value
  return defined
}
