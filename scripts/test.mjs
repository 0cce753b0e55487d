// Everything that is tested: `npm test`. A stage that fails does not stop the next.
import { journeys } from './checks/journeys.mjs'
import { report } from './checks/report.mjs'
import { staticChecks } from './checks/static.mjs'
import { unitTests } from './checks/unit.mjs'
import { build } from './setup/build.mjs'
import { hasDisplay } from './setup/display.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { withLock } from './setup/lock.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { ensureSystemLibraries, ensureTestTools } from './setup/system-libraries.mjs'

/** @typedef {import('./checks/stage.mjs').Stage} Stage */

await withSetUp(async () => {
  const stages = [
    ...(await asStage('set-up', setUp)),
    ...(await announced('lint and types', staticChecks)),
    ...(await announced('unit and core tests', () => unitTests([]))),
    ...(await asStage('build', () => withLock('build', () => build('all')))),
    ...(await announced('journeys in Electron', journeys))
  ]
  return report(stages)
})

async function setUp() {
  await ensureSystemLibraries({ needsVirtualDisplay: !hasDisplay() })
  await ensureElectron()
  await ensureTestTools({ needsBrowser: true })
}

/** @param {string} name @param {() => Promise<Stage[]>} stage */
async function announced(name, stage) {
  console.log(`${name} …`)
  return stage()
}

/** @param {string} name @param {() => Promise<void>} work @returns {Promise<Stage[]>} */
async function asStage(name, work) {
  console.log(`${name} …`)
  const startedAt = Date.now()
  const outcome = await work().then(
    () => ({ passed: 1, failed: 0, output: '' }),
    (error) => ({ passed: 0, failed: 1, output: String(error?.message ?? error) })
  )
  return [{ name, ...outcome, skipped: 0, seconds: (Date.now() - startedAt) / 1000 }]
}
