// The desk with hot reload, on the demo clinic: `npm run dev`.
import { existsSync } from 'node:fs'
import { ensureBuilt } from './setup/build.mjs'
import { makeDemo } from './setup/demo.mjs'
import { startDemoPortal } from './setup/demo-portal.mjs'
import { hasDisplay, sandboxSwitches } from './setup/display.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { run, tool } from './setup/run.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

await withSetUp(async () => {
  if (!hasDisplay())
    throw new Error('Hot reload needs a display. "npm run desk" saves a picture where there is none.')
  await ensureSystemLibraries({ needsVirtualDisplay: false })
  const electron = await ensureElectron()
  const data = inRoot('.desk', 'clinic')
  if (!existsSync(data)) {
    await ensureBuilt('main')
    await makeDemo(data)
  }
  const noSandbox = sandboxSwitches().length > 0 ? ['--noSandbox'] : []
  const parameters = [
    tool('electron-vite'),
    'dev',
    '--watch',
    ...noSandbox,
    '--',
    '--data',
    data,
    '--quit-on-close'
  ]
  const endPortal = startDemoPortal(data)
  try {
    return await run(process.execPath, parameters, {
      env: { ...electron.environment, ELECTRON_EXEC_PATH: electron.executablePath }
    })
  } finally {
    await endPortal()
  }
})
