import { inRoot } from './paths.mjs'

const PORT = 8787

/**
 * Starts a patient portal beside the demo clinic, once its program is open. What keeps it from starting keeps nobody from
 * the desk.
 * @param {string} dataFolder
 * @returns {() => Promise<void>} what ends it
 */
export function startDemoPortal(dataFolder) {
  const starting = begin(dataFolder).catch((error) => {
    console.error('The patient portal beside the demo clinic could not be started:', error)
    return null
  })
  return async () => await (await starting)?.close()
}

/** @param {string} dataFolder */
async function begin(dataFolder) {
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(inRoot('test', 'portal-simulator', 'beside', 'demo-portal.ts'), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@contract': inRoot('src-preload', 'contract') } }
  })
  return await module.startDemoPortal({
    dataFolder,
    port: PORT,
    tell: (/** @type {string} */ text) => console.log(text)
  })
}
