// A patient portal alone, for trying its pages: `npm run portal [-- --help]`. See test/portal-simulator/.
import { inRoot } from './setup/paths.mjs'
import { withSetUp } from './setup/prepare.mjs'

await withSetUp(async () => {
  // Loaded late: before the set-up there may be no dependencies.
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(inRoot('test', 'portal-simulator', 'main.ts'), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@contract': inRoot('src-preload', 'contract') } }
  })
  await module.main(process.argv.slice(2))
  return 0
})
