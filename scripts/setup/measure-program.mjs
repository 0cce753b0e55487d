import { buildBenchmark } from './build-benchmark.mjs'
import { ensureBuilt } from './build.mjs'
import { hasDisplay, startVirtualDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

/**
 * Builds the program and a benchmark of it, and runs the benchmark where windows can be opened.
 * @param {string} entry @param {string} folder of the built benchmark, within `out/`
 * @returns {Promise<number>} its exit code
 */
export async function measureProgram(entry, folder) {
  await ensureSystemLibraries({ needsVirtualDisplay: !hasDisplay() })
  const electron = await ensureElectron()
  await ensureBuilt('all')
  await buildBenchmark(entry, `out/${folder}`)
  const display = hasDisplay() ? null : await startVirtualDisplay()
  try {
    return await run(
      process.execPath,
      // The flag with which the shell starts the core.
      ['--max-semi-space-size=64', '--expose-gc', inRoot('out', folder, 'main.js'), ...process.argv.slice(2)],
      {
        env: {
          ...electron.environment,
          ...(display ? { DISPLAY: display.display } : {})
        }
      }
    )
  } finally {
    display?.stop()
  }
}
