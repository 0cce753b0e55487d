// The headless core: `npm run --silent core -- <command> --data DIR`.
import { createRequire } from 'node:module'
import { ensureBuilt } from './setup/build.mjs'
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'

const CLI = inRoot('out', 'main', 'cli.cjs')

await withSetUp(async () => {
  await ensureBuilt('main')
  // In this very process: another Node would cost as much again as the whole start.
  process.argv[1] = CLI
  createRequire(import.meta.url)(CLI)
  return 0
})
