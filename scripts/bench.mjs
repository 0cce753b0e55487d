// Measures the built program: `npm run bench [-- names]`. The benchmarks themselves are in test/bench/.
import { buildBenchmark } from './setup/build-benchmark.mjs'
import { ensureBuilt } from './setup/build.mjs'
import { hasDisplay, startVirtualDisplay } from './setup/display.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

await withSetUp(async () => {
  await ensureSystemLibraries({ needsVirtualDisplay: !hasDisplay() })
  const electron = await ensureElectron()
  await ensureBuilt('all')
  await buildBenchmark('test/bench/main.ts', 'out/bench')
  const display = hasDisplay() ? null : await startVirtualDisplay()
  try {
    return await run(
      process.execPath,
      // The flag with which the shell starts the core.
      [
        '--max-semi-space-size=64',
        '--expose-gc',
        inRoot('out', 'bench', 'main.js'),
        ...process.argv.slice(2)
      ],
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
})
