import { cpSync } from 'node:fs'
import { makeClinic, type BenchClinic } from '../clinic'
import { systemClock } from '../../../src-main/core/platform/clock'

export interface SyncSize {
  readonly patients: number
  readonly clinicians: number
  /** With 25 appointments each, and one place left. */
  readonly days: number
  /** How far ahead patients may book. */
  readonly weeksAhead: number
}

const APPOINTMENTS_A_DAY = 25

/** A clinic all of whose patients the portal may serve, whose key a portal is to know. */
export interface SyncClinic {
  readonly folder: string
  readonly size: SyncSize
  readonly appointments: number
  readonly publicKeys: string
  readonly typeId: BenchClinic['typeId']
}

export async function makeSyncClinic(folder: string, size: SyncSize): Promise<SyncClinic> {
  const { patients, clinicians, days } = size
  const shape = { patients, clinicians, bookedDays: days, appointmentsADay: APPOINTMENTS_A_DAY }
  const { core, call, typeId } = await makeClinic(folder, shape, { clock: systemClock })
  // Whoever is under age, or whose GP is elsewhere, is none of the portal's.
  core.database.driver.exec(`
    update patient set gp_clinician_id = 1 + id % ${clinicians};
    update patient set birth_date = '1980' || substr(birth_date, 5) where birth_date > '2000';
    update appointment_type set duration_minutes = 15, is_portal_bookable = id = ${typeId};`)
  await call('portal.saveSettings', {
    ...{ baseUrl: 'http://localhost:9', clientId: 'bench', weeksAhead: size.weeksAhead },
    clientCertificate: null
  })
  const { count: appointments } = await core.database.reader
    .selectFrom('appointment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { publicKeys } = await call('portal.makeKey', {})
  await core.close()
  return { folder, size, appointments, publicKeys: publicKeys ?? '', typeId }
}

export function copyOfClinic(clinic: SyncClinic, folder: string): SyncClinic {
  cpSync(clinic.folder, folder, { recursive: true })
  return { ...clinic, folder }
}
