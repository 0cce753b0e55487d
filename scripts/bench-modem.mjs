// Ours, gammu-smsd and smstools on one simulated modem: `npm run bench:modem [-- --quick]`. See test/bench/modem/.
import { buildBenchmark } from './setup/build-benchmark.mjs'
import { ensureBuilt } from './setup/build.mjs'
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { ensureComparedSenders, ensureTestTools } from './setup/system-libraries.mjs'

await withSetUp(async () => {
  await ensureTestTools()
  await ensureComparedSenders()
  await ensureBuilt('main')
  await buildBenchmark('test/bench/modem/main.ts', 'out/bench-modem')
  return await run(process.execPath, [inRoot('out', 'bench-modem', 'main.js'), ...process.argv.slice(2)])
})
