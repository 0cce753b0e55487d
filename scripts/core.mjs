// The headless core: `npm run --silent core -- <command> --data DIR`.
import module from 'node:module'
import { join } from 'node:path'
import { ensureBuilt } from './setup/build.mjs'
import { CACHE, inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'

const CLI = inRoot('out', 'main', 'cli.cjs')

await withSetUp(async () => {
  await ensureBuilt('main')
  // Compiled code is kept between runs: most of a short command's time would be compiling.
  module.enableCompileCache?.(join(CACHE, 'compiled'))
  // In this very process: another Node would cost as much again as the whole start.
  process.argv[1] = CLI
  module.createRequire(import.meta.url)(CLI)
  return 0
})
