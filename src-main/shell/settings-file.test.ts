import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSettings } from './settings-file'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'skranke-settings-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ignore = () => undefined

it('remembers what was changed', () => {
  const file = join(folder, 'deep', 'settings.json')
  openSettings(file, ignore).change({ keepsInTray: false })
  expect(openSettings(file, ignore).read()).toEqual({
    keepsInTray: false,
    placements: {},
    wallDisplays: {},
    preferences: {}
  })
})

it.each(['', '{', '[]', '{"keepsInTray":"yes"}'])(
  'goes back to the defaults when the file holds %j',
  (content) => {
    const file = join(folder, 'settings.json')
    writeFileSync(file, content)
    expect(openSettings(file, ignore).read()).toEqual({
      keepsInTray: true,
      placements: {},
      wallDisplays: {},
      preferences: {}
    })
  }
)
