// Type-checks every runtime with its own tsconfig: `npm run types`.
import { withSetUp } from './setup/prepare.mjs'
import { checkTypes } from './checks/types.mjs'
import { report } from './checks/report.mjs'

await withSetUp(async () => report(await checkTypes()))
