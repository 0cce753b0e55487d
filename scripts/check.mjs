// Types, lint and unit tests at the same time: `npm run check`.
import { report } from './checks/report.mjs'
import { staticChecks } from './checks/static.mjs'
import { unitTests } from './checks/unit.mjs'
import { withSetUp } from './setup/prepare.mjs'

await withSetUp(async () => {
  const [read, units] = await Promise.all([staticChecks(), unitTests(['--project', 'unit'])])
  return report([...read, ...units])
})
