// Types, lint and unit tests at the same time: `npm run check`.
import { lint } from './checks/lint.mjs'
import { report } from './checks/report.mjs'
import { checkTypes } from './checks/types.mjs'
import { unitTests } from './checks/unit.mjs'
import { withSetUp } from './setup/prepare.mjs'

await withSetUp(async () => {
  const [types, style, units] = await Promise.all([checkTypes(), lint(), unitTests(['--project', 'unit'])])
  return report([...types, ...style, ...units])
})
