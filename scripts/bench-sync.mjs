// The line to the portal, on the simulator and on a FHIR server of somebody else: `npm run bench:sync [-- --quick]`. See test/bench/sync/.
import { buildBenchmark } from './setup/build-benchmark.mjs'
import { ensureBuilt } from './setup/build.mjs'
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { ensureTestTools } from './setup/system-libraries.mjs'

await withSetUp(async () => {
  await ensureTestTools()
  await ensureBuilt('main')
  await buildBenchmark('test/bench/sync/main.ts', 'out/bench-sync')
  return await run(process.execPath, [inRoot('out', 'bench-sync', 'main.js'), ...process.argv.slice(2)])
})
