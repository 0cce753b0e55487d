// The line to the portal, on the simulator and on a FHIR server of somebody else: `npm run bench:sync [-- --quick] [-- names]`. See
// test/bench/sync/.
import { measureProgram } from './setup/measure-program.mjs'
import { withSetUp } from './setup/prepare.mjs'
import { ensureTestTools } from './setup/system-libraries.mjs'

await withSetUp(async () => {
  await ensureTestTools()
  return await measureProgram('test/bench/sync/main.ts', 'bench-sync')
})
