import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Preferences } from '@contract/shell'
import { z } from 'zod'
import type { Log } from './log-file'

const Placement = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  isMaximised: z.boolean()
})
export type Placement = z.infer<typeof Placement>

const Settings = z.object({
  keepsInTray: z.boolean().default(true),
  /** Where the window stood, per arrangement of displays: a laptop in and out of its dock has two. */
  placements: z.record(z.string(), Placement).default({}),
  /** On which display the wall screen stood last, per arrangement of displays. */
  wallDisplays: z.record(z.string(), z.string()).default({}),
  /** What the pages remember of a person's choices on this PC. */
  preferences: Preferences.default({})
})
export type Settings = z.infer<typeof Settings>

export interface SettingsFile {
  read(): Settings
  change(change: Partial<Settings>): void
}

/** What the shell itself remembers. Nothing of it is worth a stop: an unreadable file means the defaults. */
export function openSettings(file: string, log: Log): SettingsFile {
  let settings = load(file, log)
  return {
    read: () => settings,
    change: (change) => {
      settings = { ...settings, ...change }
      save(file, settings, log)
    }
  }
}

function load(file: string, log: Log): Settings {
  if (!existsSync(file)) return Settings.parse({})
  try {
    return Settings.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    log('settings not readable, defaults used', { error: error instanceof Error ? error.name : 'unknown' })
    return Settings.parse({})
  }
}

function save(file: string, settings: Settings, log: Log): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(settings, null, 2))
    renameSync(`${file}.new`, file)
  } catch (error) {
    log('settings not saved', { error: error instanceof Error ? error.name : 'unknown' })
  }
}
