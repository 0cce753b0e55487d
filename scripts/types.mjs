// Type-checks every runtime with its own tsconfig: `npm run types`.
import { withSetUp } from './setup/prepare.mjs'
import { atOnce } from './checks/at-once.mjs'
import { report } from './checks/report.mjs'
import { typeChecks } from './checks/types.mjs'

await withSetUp(async () => report(await atOnce(typeChecks())))
