// Builds the program into out/.
import { build } from './setup/build.mjs'
import { withLock } from './setup/lock.mjs'
import { withSetUp } from './setup/prepare.mjs'

await withSetUp(async () => {
  await withLock('build', () => build('all'))
  return 0
})
