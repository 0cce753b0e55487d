import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { dataFolderPaths } from '../../../src-main/core/database/data-folder'
import { collectMigrations } from '../../../src-main/core/database/migrations'
import { CACHE } from '../../../scripts/setup/paths.mjs'
import { buildRegister } from './build'

import { visitsOf, type RegisterSize } from './sizes'

/** Rises when what is written into the clinics changes. */
const EDITION = 1
const KEPT = join(CACHE, 'bench-patients')

const BuildFacts = z.strictObject({ seconds: z.number() })

/** A clinic that is kept from run to run, and what making it took. */
export interface KeptRegister {
  readonly folder: string
  readonly buildSeconds: number
  readonly megabytes: number
}

/** The clinic of this size as it was made for this schema; made now when it is not there. */
export async function keptRegister(size: RegisterSize): Promise<KeptRegister> {
  const migrations = collectMigrations()
  // How many there are too: numbers are given out before they are used.
  const schema = `${migrations.at(-1)?.number ?? 0}-of-${migrations.length}`
  const folder = join(KEPT, `${size.patients}-schema-${schema}-edition-${EDITION}`)
  if (!existsSync(folder)) await make(folder, size)
  const { seconds } = BuildFacts.parse(JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')))
  const megabytes = statSync(dataFolderPaths(folder).database).size / 2 ** 20
  return { folder, buildSeconds: seconds, megabytes }
}

async function make(folder: string, size: RegisterSize): Promise<void> {
  const partial = `${folder}.part`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(KEPT, { recursive: true })
  console.error(`… making ${size.patients} patients with ${visitsOf(size)} appointments`)
  const start = performance.now()
  await buildRegister(partial, size)
  const seconds = (performance.now() - start) / 1_000
  writeFileSync(join(partial, 'build.json'), JSON.stringify({ seconds }))
  renameSync(partial, folder)
}

/** A copy to measure on: what is kept stays as it was made. */
export function copyOf({ folder }: KeptRegister, target: string): void {
  mkdirSync(target, { recursive: true })
  cpSync(folder, target, { recursive: true, mode: constants.COPYFILE_FICLONE })
}
