import { mkdirSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'
import { AppointmentTypeId, type ClinicianId, PatientId } from '../../src-preload/contract/ids'
import type { MethodInput, MethodName, MethodOutput } from '../../src-preload/contract'
import { createCore, type Core, type CoreOptions } from '../../src-main/core/core'
import { dataFolderPaths, writeEnvelope, writeKeyFile } from '../../src-main/core/database/data-folder'
import { Database } from '../../src-main/core/database/database'
import { insertRows } from '../../src-main/core/database/insert-rows'
import { makeKey, sealKey } from '../../src-main/core/database/key-envelope'
import { indexNewPatients } from '../../src-main/core/database/patient-search'
import { listTypes, writeDefaultTypes } from '../../src-main/core/features/appointments'
import { nameKeys, nameWords } from '../../src-main/core/features/patients/patient-name.rules'
import { writeFirstWeek } from '../../src-main/core/features/schedules'
import { saveClinician, saveRoom, writeNewClinic } from '../../src-main/core/features/settings'
import { hashPassword, saveUser } from '../../src-main/core/features/users'
import { manualClock, toStoredInstant } from '../../src-main/core/platform/clock'
import { silentLog } from '../../src-main/core/platform/log'
import { momentAt } from '../../src-main/core/platform/wall-clock'
import { createDispatcher } from '../../src-main/core/rpc/dispatcher'
import { Session } from '../../src-main/core/rpc/session'
import { syntheticPeople, type SyntheticPerson } from './people'

export const TIME_ZONE = 'Europe/Oslo'
export const PASSWORD = 'bench bench bench'

export interface ClinicSize {
  readonly patients: number
  readonly clinicians: number
  /** Working days, from today on, on which every clinician is fully booked but for the last place. */
  readonly bookedDays: number
  readonly appointmentsADay: number
  /** Working days before today on which everybody came; none when left out. */
  readonly pastDays?: number
}

/** A clinic of the size asked for, with its core, called through the dispatcher as the pages call it. */
export interface BenchClinic {
  readonly folder: string
  readonly core: Core
  readonly people: readonly SyntheticPerson[]
  readonly today: Temporal.PlainDate
  readonly days: readonly Temporal.PlainDate[]
  readonly typeId: AppointmentTypeId
  readonly clinicianIds: readonly ClinicianId[]
  call<M extends MethodName>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>>
  /** The clinic's clock stands still otherwise; of no effect where it goes by another. */
  letPass(time: Temporal.DurationLike): void
}

const FIRST_MINUTE = 8 * 60
const LENGTH_MINUTES = 15

/** Makes the data folder of a training clinic, as the program would open it. */
export async function makeClinic(
  folder: string,
  size: ClinicSize,
  options: Partial<CoreOptions> & { now?: Temporal.Instant } = {}
): Promise<BenchClinic> {
  mkdirSync(folder, { recursive: true })
  const key = makeKey()
  const paths = dataFolderPaths(folder)
  writeEnvelope(folder, sealKey(key))
  writeKeyFile(paths.trainingKey, key.key)
  const database = await Database.open({ file: paths.database, key: key.key, mayCreate: true })
  const cacheSize = String(database.driver.pragma('cache_size', { simple: true }))
  const now = options.now ?? workingMorning()
  const clock = manualClock(now)
  const core = createCore({ clock, log: silentLog, ...options, database, key: key.key })
  const today = now.toZonedDateTimeISO(TIME_ZONE).toPlainDate()
  const { clinicianIds, typeId } = await writeGround(core, size, toStoredInstant(now))
  core.settings.forget()
  // Filling a large index needs room; the core itself keeps its own cache.
  database.driver.pragma('cache_size = -1000000')
  const people = syntheticPeople(size.patients, today)
  await writePeople(core, people, toStoredInstant(now.subtract({ hours: 24 * 90 })))
  const days = workingDaysFrom(today, size.bookedDays)
  const writing = { size, clinicianIds, typeId, createdAt: toStoredInstant(now) }
  // The program itself goes by the real clock, on a Sunday too.
  const shown = Temporal.Now.plainDateISO(TIME_ZONE)
  const onADayOff = shown.dayOfWeek > 5 ? [shown] : []
  await writeAppointments(core, { ...writing, days: [...onADayOff, ...days], state: BOOKED })
  await writePast(core, { ...writing, days: workingDaysBefore(today, size.pastDays ?? 0), state: CAME })
  core.forgetOccupancy()
  database.driver.pragma('wal_checkpoint(TRUNCATE)')
  database.driver.pragma(`cache_size = ${cacheSize}`)
  return {
    folder,
    core,
    people,
    today,
    days,
    typeId,
    clinicianIds,
    call: callerOf(core),
    letPass: (time) => clock.set(clock.now().add(time))
  }
}

/** Calls through the dispatcher, as the pages do, but for the check of what comes back. */
export function callerOf(core: Core): BenchClinic['call'] {
  const dispatcher = createDispatcher({ handlers: () => core.handlers, log: silentLog, checksOutputs: false })
  const session = new Session(true)
  return async <M extends MethodName>(method: M, input: MethodInput<M>) =>
    (await dispatcher.call(method, input, session)) as MethodOutput<M>
}

async function writeGround(core: Core, { clinicians }: ClinicSize, createdAt: string) {
  const passwordHash = await hashPassword(PASSWORD)
  return await core.database.write(async (transaction) => {
    await writeNewClinic(core.settings, transaction, {
      clinicName: 'Eksempel legesenter',
      clinicTelephone: '00 00 00 00',
      country: 'NO',
      language: 'nb',
      timeZone: TIME_ZONE,
      isTraining: true,
      modem: { kind: 'none' }
    })
    await writeDefaultTypes(transaction, 'nb')
    const draft = { id: null, language: null, isActive: true, password: null, clinicianId: null }
    for (const [name, role] of [
      ['Marit Bakke', 'manager'],
      ['Randi Berg', 'receptionist']
    ] as const)
      await saveUser(transaction, { ...draft, name, role }, { passwordHash, createdAt })
    await saveRoom(transaction, { id: null, name: '1', isActive: true })
    const workingHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startMinute: 480, endMinute: 870 }))
    const clinicianIds: ClinicianId[] = []
    for (let number = 1; number <= clinicians; number += 1) {
      const name = `Lege ${String(number).padStart(2, '0')}`
      const clinician = { name, colour: 'teal', isActive: true, defaultRoomId: null } as const
      const id = await saveClinician(transaction, { id: null, ...clinician })
      await writeFirstWeek(transaction, id, workingHours)
      clinicianIds.push(id)
    }
    const [type] = await listTypes(transaction)
    return { clinicianIds, typeId: AppointmentTypeId.parse(type?.id) }
  })
}

async function writePeople(core: Core, people: readonly SyntheticPerson[], at: string): Promise<void> {
  const { database } = core
  await database.write(async () => {
    insertRows(
      database,
      'patient',
      people.map((person) => ({
        id: PatientId.parse(person.id),
        family_name: person.familyName,
        given_name: person.givenName,
        ...nameKeys(person),
        birth_date: person.birthDate,
        sex: person.sex,
        language: null,
        gp_clinician_id: null,
        gp_external_name: null,
        deceased_on: null,
        created_at: at,
        updated_at: at
      }))
    )
    insertRows(
      database,
      'patient_identifier',
      people.map((person) => ({
        patient_id: PatientId.parse(person.id),
        type: 'fodselsnummer' as const,
        value: person.nationalNumber,
        status: 'in-use' as const,
        warning: null,
        period_start: at.slice(0, 10),
        period_end: null
      }))
    )
    insertRows(
      database,
      'patient_contact',
      people.map((person) => ({
        patient_id: PatientId.parse(person.id),
        channel: 'mobile' as const,
        value: person.mobile,
        updated_at: at,
        verified_at: null,
        verified_how: null,
        verified_by: null,
        ended_at: null
      }))
    )
    indexNewPatients(
      database,
      people.map((person) => ({ id: PatientId.parse(person.id), words: nameWords(person) }))
    )
  })
}

interface AppointmentWriting {
  readonly days: readonly Temporal.PlainDate[]
  readonly size: ClinicSize
  readonly clinicianIds: readonly ClinicianId[]
  readonly typeId: AppointmentTypeId
  readonly createdAt: string
  readonly state: typeof BOOKED | typeof CAME
}

const BOOKED = { status: 'booked', encounter_status: 'planned' } as const
const CAME = { status: 'fulfilled', encounter_status: 'finished' } as const

/** A hundred days at a time: years of days in one transaction need more memory than the machine may have. */
async function writePast(core: Core, writing: AppointmentWriting): Promise<void> {
  const { days } = writing
  for (let first = 0; first < days.length; first += 100)
    await writeAppointments(core, { ...writing, days: days.slice(first, first + 100) })
}

async function writeAppointments(
  core: Core,
  { days, size, clinicianIds, typeId, createdAt, state }: AppointmentWriting
): Promise<void> {
  let patient = 0
  const rows = days.flatMap((day) => {
    const first = momentAt(day.toString(), '08:00', TIME_ZONE).epochMilliseconds
    return clinicianIds.flatMap((clinician) =>
      Array.from({ length: size.appointmentsADay }, (_, place) => {
        patient = (patient % size.patients) + 1
        const startMs = first + place * LENGTH_MINUTES * 60_000
        return {
          patient_id: PatientId.parse(patient),
          clinician_id: clinician,
          type_id: typeId,
          start_at: stored(startMs),
          end_at: stored(startMs + LENGTH_MINUTES * 60_000),
          local_date: day.toString(),
          local_time: wallTime(FIRST_MINUTE + place * LENGTH_MINUTES),
          ...state,
          room_id: null,
          cancel_reason: null,
          arrived_at: null,
          in_progress_at: null,
          finished_at: null,
          confirmed_at: null,
          created_at: createdAt,
          created_by: null
        }
      })
    )
  })
  await core.database.write(async () => insertRows(core.database, 'appointment', rows))
}

/** The calendar of the program shows today, so that the days booked begin there, or with the next working day. */
function workingMorning(): Temporal.Instant {
  const today = Temporal.Now.plainDateISO(TIME_ZONE)
  const [day = today] = workingDaysFrom(today, 1)
  return day.toZonedDateTime({ timeZone: TIME_ZONE, plainTime: '09:00' }).toInstant()
}

/** Monday to Friday; holidays are booked like other days. */
export function workingDaysFrom(first: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  for (let day = first; days.length < count; day = day.add({ days: 1 }))
    if (day.dayOfWeek <= 5) days.push(day)
  return days
}

/** The latest last. */
function workingDaysBefore(today: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  for (let day = today.subtract({ days: 1 }); days.length < count; day = day.subtract({ days: 1 }))
    if (day.dayOfWeek <= 5) days.unshift(day)
  return days
}

export function wallTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
