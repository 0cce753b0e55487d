// Opens the desk with the demo clinic: `npm run desk [-- --data DIR --route ROUTE --keep]`.
import { parseArgs } from 'node:util'
import { ensureBuilt } from './setup/build.mjs'
import { makeDemo } from './setup/demo.mjs'
import { startDemoPortal } from './setup/demo-portal.mjs'
import { hasDisplay, sandboxSwitches, startVirtualDisplay, WITHOUT_GRAPHICS_CARD } from './setup/display.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { inRoot, ROOT } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

const PICTURE = inRoot('.desk', 'desk.png')

await withSetUp(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      route: { type: 'string' },
      keep: { type: 'boolean', default: false }
    }
  })
  const canShow = hasDisplay()
  await ensureSystemLibraries({ needsVirtualDisplay: !canShow })
  const electron = await ensureElectron()
  await ensureBuilt('all')
  if (!values.data) await makeDemo(inRoot('.desk', 'clinic'))
  const data = values.data ?? inRoot('.desk', 'clinic')
  const route = values.route ? ['--route', values.route] : []
  const parameters = [...sandboxSwitches(), ROOT, '--data', data, '--quit-on-close', ...route]
  // For one picture the portal would only have begun.
  const endPortal = canShow || values.keep ? startDemoPortal(data) : null
  try {
    if (canShow) return await run(electron.executablePath, parameters, { env: electron.environment })
    return await showInPicture(electron, [WITHOUT_GRAPHICS_CARD, ...parameters], values.keep)
  } finally {
    await endPortal?.()
  }
})

/**
 * @param {import('./setup/electron.mjs').Electron} electron @param {string[]} parameters @param {boolean} keep
 */
async function showInPicture(electron, parameters, keep) {
  console.log('There is no display here, so the desk opens on a virtual one (Xvfb).')
  const display = await startVirtualDisplay()
  const { photograph } = await import('./setup/photograph.mjs')
  try {
    await photograph({ electron, parameters, display: display.display, picture: PICTURE, keep })
    return 0
  } finally {
    display.stop()
  }
}
