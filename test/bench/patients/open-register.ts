import type { PatientId } from '../../../src-preload/contract/ids'
import { createCore, type Core } from '../../../src-main/core/core'
import { dataFolderPaths, readKeyFile } from '../../../src-main/core/database/data-folder'
import { Database } from '../../../src-main/core/database/database'
import { manualClock } from '../../../src-main/core/platform/clock'
import { silentLog } from '../../../src-main/core/platform/log'
import { callerOf, type BenchClinic } from '../clinic'
import { NOW } from './build'

/** Somebody of the register, to be asked for. */
export interface Sample {
  readonly id: PatientId
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string
  readonly number: string
  readonly former: string | null
  readonly mobile: string
}

export interface OpenRegister {
  readonly core: Core
  readonly call: BenchClinic['call']
  /** Spread over the whole register, in no order of theirs. */
  readonly samples: readonly Sample[]
  /** Those among others who have a former number. */
  readonly replaced: readonly Sample[]
}

const SAMPLES = 2_000

/** Opens a clinic with the core as the program does, and its clock at the morning the clinic was made for. */
export async function openRegister(folder: string): Promise<OpenRegister> {
  const paths = dataFolderPaths(folder)
  const key = readKeyFile(paths.trainingKey)
  const database = await Database.open({ file: paths.database, key })
  const core = createCore({ clock: manualClock(NOW), log: silentLog, database, key })
  const samples = readSamples(core, false)
  return { core, call: callerOf(core), samples, replaced: readSamples(core, true) }
}

/** Every so manyth patient whose record opens without a reason, in an order in which neighbours do not follow each other. */
function readSamples({ database }: Core, wantsFormer: boolean): Sample[] {
  const read = database.driver.prepare<[number], Sample>(`
    select patient.id, family_name as familyName, given_name as givenName, birth_date as birthDate,
      in_use.value as number, former.value as former, patient_contact.value as mobile
    from patient
    join patient_identifier as in_use on in_use.patient_id = patient.id and in_use.status = 'in-use'
    left join patient_identifier as former on former.patient_id = patient.id and former.status = 'ceased'
    join patient_contact on patient_contact.patient_id = patient.id and channel = 'mobile' and ended_at is null
    where patient.id = ? and address_protection = 'none'`)
  const { count } = database.driver
    .prepare<[], { count: number }>('select max(id) as count from patient')
    .get() ?? { count: 0 }
  const found: Sample[] = []
  for (let step = 1; step <= count && found.length < SAMPLES; step += 1) {
    const sample = read.get(((step * 7_919) % count) + 1)
    if (sample && (!wantsFormer || sample.former !== null)) found.push(sample)
  }
  return found
}
