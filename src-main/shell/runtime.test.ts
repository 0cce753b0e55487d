import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { developmentPages, environmentForCore, nodeForCore, saveFolder, type RuntimeFacts } from './runtime'

const environment = {
  SKRANKE_CORE_NODE: '/usr/bin/node',
  SKRANKE_SAVE_FOLDER: '/tmp/saved',
  ELECTRON_RENDERER_URL: 'http://localhost:5173'
}
const checkout: RuntimeFacts = {
  isPackaged: false,
  isDevelopmentPackage: false,
  resourcesPath: '/program/resources',
  napi: 8,
  environment
}

describe('runtime', () => {
  it('lets a checkout name the Node of the core, the folder for files and the page server', () => {
    expect(nodeForCore(checkout)).toBe('/usr/bin/node')
    expect(saveFolder(checkout)).toBe('/tmp/saved')
    expect(developmentPages(checkout)).toBe('http://localhost:5173')
  })

  it('never looks at the environment in a released package', () => {
    const released = { ...checkout, isPackaged: true }
    expect([nodeForCore(released), saveFolder(released), developmentPages(released)]).toEqual([
      null,
      null,
      null
    ])
  })

  it('hands a moved clock to the core in a checkout, never in a released package', () => {
    const moved = { ...checkout, environment: { SKRANKE_NOW: '2026-12-03T08:00:00Z', LANG: 'nb_NO' } }
    expect(environmentForCore(moved)).toEqual({ SKRANKE_NOW: '2026-12-03T08:00:00Z', LANG: 'nb_NO' })
    expect(environmentForCore({ ...moved, isPackaged: true })).toEqual({ LANG: 'nb_NO' })
  })

  it('takes the Node that a development package brings, unless its Electron is new enough', () => {
    const packaged = { ...checkout, isPackaged: true, isDevelopmentPackage: true, environment: {} }
    expect(nodeForCore(packaged)).toBe(join('/program/resources', 'node', 'node'))
    expect(nodeForCore({ ...packaged, napi: 10 })).toBeNull()
  })

  it('uses the Node of Electron when nothing else is named', () => {
    expect(nodeForCore({ ...checkout, environment: {} })).toBeNull()
  })
})
