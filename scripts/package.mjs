// Makes a folder with the packaged program: `npm run package [-- --win nsis]`; with targets, their installers.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readFuses } from './package/fuses.mjs'
import { ensureBuilt } from './setup/build.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { bundledNode } from './setup/node-runtime.mjs'
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { run, tool } from './setup/run.mjs'

await withSetUp(async () => {
  const electron = await ensureElectron()
  await ensureBuilt('all')
  const targets = process.argv.slice(2)
  const parameters = [
    '--config',
    'electron-builder.config.mjs',
    '--publish',
    'never',
    ...(targets.length > 0 ? targets : ['--dir'])
  ]
  const code = await run(process.execPath, [tool('electron-builder'), ...parameters], {
    env: environmentFor(electron)
  })
  if (code !== 0) return code
  const folder = packagedFolder()
  if (electron.kind === 'official') await readFuses(folder)
  else
    console.log('This package is for development only: see DEVELOPMENT-PACKAGE.txt in its resources folder.')
  console.log(`Packaged: ${folder}`)
  return 0
})

/** @param {import('./setup/electron.mjs').Electron} electron */
function environmentFor({ kind, executablePath, version }) {
  if (kind === 'official') return {}
  return {
    SKRANKE_DEVELOPMENT_ELECTRON: dirname(executablePath),
    SKRANKE_DEVELOPMENT_ELECTRON_VERSION: version,
    SKRANKE_CORE_NODE: bundledNode()
  }
}

function packagedFolder() {
  const dist = inRoot('dist')
  const name = readdirSync(dist).find(
    (entry) => /-unpacked$|^mac/.test(entry) && existsSync(join(dist, entry))
  )
  if (!name) throw new Error(`electron-builder left no program in ${dist}.`)
  return join(dist, name)
}
