import type { AppointmentType } from '@contract/appointments'
import type {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  PatientId,
  ResourceId,
  RoomId
} from '@contract/ids'
import type { Clinician } from '@contract/settings'
import type { Language, Role } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { Core } from '../../core'
import type { Transaction } from '../../database/database'
import { findAppointment, listTypes, saveType, writeDefaultTypes } from '../../features/appointments'
import { createPatient, insertGuardian, type ClinicDay } from '../../features/patients'
import { saveClinician, saveRoom, writeMark, writeNewClinic } from '../../features/settings'
import { hashPassword, saveUser } from '../../features/users'
import { assignArrivalCode } from '../../features/waiting-room'
import { manualClock, toStoredInstant, type Clock } from '../../platform/clock'
import { momentAt, wallTimeAt } from '../../platform/wall-clock'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { DEMO_MARK } from '../clinic-identity'
import { demoStart, workingDays } from './demo-day'
import { insertVisit } from './demo.queries'
import { fillDemoMessages } from './demo-messages'
import { writeDemoEquipment, writeDemoSchedules, type DemoSchedules } from './demo-schedules'
import { fillDemoWaitingList } from './demo-waiting-list'
import { fillDemoSeries } from './demo-series'
import { fillDemoTasks } from './demo-tasks'
import { makePeople, type DemoPerson } from './people'
import { planVisits, type Visit } from './plan-visits'
import { createChance, type Chance } from './random'

/** Everybody's password in the demo clinic, shown where it is asked for. */
export const DEMO_PASSWORD = 'skranke-demo'

const PATIENTS = 1_200
const WEEKS = 4
const TIME_ZONE = 'Europe/Oslo'
const SEED = 1987
const PATIENTS_PER_STEP = 100

const CLINICIANS = [
  { name: 'Anne Lunde', colour: 'teal' },
  { name: 'Bjørn Aasen', colour: 'blue' },
  { name: 'Cecilie Østby', colour: 'violet' }
] as const satisfies readonly Pick<Clinician, 'name' | 'colour'>[]

const ROOM = { nb: 'Rom', nn: 'Rom', da: 'Rum', nl: 'Kamer', en: 'Room' } as const satisfies Record<
  Language,
  string
>

const OFFERED: ReadonlySet<AppointmentType['kind']> = new Set(['ordinary', 'telephone', 'video'])

const STAFF = [
  { name: 'Randi Berg', role: 'receptionist' },
  { name: 'Marit Bakke', role: 'manager' }
] as const satisfies readonly { name: string; role: Role }[]

interface Ground {
  readonly clinicians: readonly ClinicianId[]
  readonly rooms: readonly RoomId[]
  readonly types: readonly AppointmentType[]
  readonly schedules: DemoSchedules
  /** The device each type takes that takes one. */
  readonly devices: ReadonlyMap<AppointmentTypeId, ResourceId>
}

export interface DemoFilling {
  readonly language: Language
  readonly progress: (done: number, total: number) => void
  /** Makes the core live in the time given, so that what it plans has the moments it would have had. */
  readonly follow: (clock: Clock) => void
}

/**
 * Fills an empty database with the demo clinic: three clinicians, 1,200 synthetic patients with families, four weeks of
 * appointments behind and ahead with their messages, and a today that is half over.
 */
export async function fillDemoClinic(core: Core, { language, progress, follow }: DemoFilling): Promise<void> {
  const start = demoStart(core.clock.now(), TIME_ZONE)
  const clock = manualClock(start.toInstant())
  follow(clock)
  const chance = createChance(SEED)
  const people = makePeople(PATIENTS, start.toPlainDate(), chance)
  const days = workingDays(start.toPlainDate(), WEEKS)
  const total = PATIENTS / PATIENTS_PER_STEP + days.length + 1
  const ground = await core.database.write(
    async (transaction) => await writeGround(core, transaction, { language, start })
  )
  core.settings.forget()
  const patients: PatientId[] = []
  for (let from = 0; from < people.length; from += PATIENTS_PER_STEP) {
    const slice = people.slice(from, from + PATIENTS_PER_STEP)
    await core.database.write(
      async (transaction) =>
        await writePatients(core, transaction, { slice, patients, ground, start, language })
    )
    progress(patients.length / PATIENTS_PER_STEP, total)
  }
  const visits = planVisits(
    {
      days,
      today: start.toPlainDate(),
      now: start.hour * 60 + start.minute,
      clinicians: CLINICIANS.length,
      patientsOf: (clinician) =>
        [...patients.keys()].filter((index) => index % CLINICIANS.length === clinician)
    },
    chance
  )
  for (const [index, day] of days.entries()) {
    const ofDay = visits.filter(({ date }) => date.equals(day))
    await core.database.write(
      async (transaction) =>
        await writeVisits(core, transaction, { visits: ofDay, patients, ground, start, chance, clock })
    )
    progress(PATIENTS / PATIENTS_PER_STEP + index + 1, total)
  }
  clock.set(start.toInstant())
  await core.database.write(async (transaction) => {
    await fillDemoMessages(transaction, start)
    await fillDemoWaitingList(transaction, start, language)
    await fillDemoTasks(core, transaction, { patients, language })
  })
  core.forgetOccupancy()
  const [type] = ground.types
  const { clinicians } = ground
  if (type) {
    const today = start.toPlainDate()
    await fillDemoSeries(core, { patients, clinicians, typeId: type.id, today, language })
  }
  progress(total, total)
  await core.chooseModem()
}

/** Video visits have somewhere to lead: an address that belongs to nobody (RFC 2606). */
async function setVideoAddress({ settings }: Core, transaction: Transaction): Promise<void> {
  const { messaging } = await settings.read(transaction)
  const video = { ...messaging.video, baseAddress: 'https://video.example.org' }
  await settings.write(transaction, { messaging: { ...messaging, video } })
}

async function writeGround(
  core: Core,
  transaction: Transaction,
  { language, start }: { language: Language; start: Temporal.ZonedDateTime }
): Promise<Ground> {
  await writeNewClinic(core.settings, transaction, {
    clinicName: 'Eksempel legesenter',
    clinicTelephone: '00 00 00 00',
    country: 'NO',
    language,
    timeZone: TIME_ZONE,
    isTraining: true,
    modem: { kind: 'simulated' }
  })
  await core.settings.write(transaction, {
    clinicAddress: { line: 'Eksempelveien 1', postalCode: '0001', city: 'Oslo' },
    fees: { noShowMinor: 25_000, lateCancellationMinor: 25_000, exemptUnderAge: 16 }
  })
  await setVideoAddress(core, transaction)
  await writeMark(transaction, DEMO_MARK, JSON.stringify({ now: toStoredInstant(start.toInstant()) }))
  const rooms: RoomId[] = []
  for (const number of [1, 2, 3, 4, 5])
    rooms.push(
      (await saveRoom(transaction, { id: null, name: `${ROOM[language]} ${number}`, isActive: true })).id
    )
  const clinicians: ClinicianId[] = []
  for (const [index, clinician] of CLINICIANS.entries()) {
    const draft = {
      ...clinician,
      id: null,
      isActive: true,
      defaultRoomId: rooms[index] ?? null
    }
    clinicians.push(await saveClinician(transaction, draft))
  }
  await writeUsers(transaction, clinicians, toStoredInstant(start.toInstant()))
  await writeDefaultTypes(transaction, language)
  await offerAtPortal(transaction)
  const devices = await writeDemoEquipment(transaction, rooms, language)
  const today = start.toPlainDate()
  const schedules = await writeDemoSchedules(transaction, clinicians, { today, language })
  return { clinicians, rooms, schedules, devices, types: await listTypes(transaction) }
}

/** What patients may book themselves, for the portal that can be tried beside the demo clinic. */
async function offerAtPortal(transaction: Transaction): Promise<void> {
  for (const type of await listTypes(transaction))
    if (OFFERED.has(type.kind)) await saveType(transaction, { ...type, isPortalBookable: true })
}

async function writeUsers(
  transaction: Transaction,
  clinicians: readonly ClinicianId[],
  createdAt: string
): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const draft = { id: null, language: null, isActive: true, password: null }
  // The manager first: there must be one at every moment.
  for (const { name, role } of STAFF.toReversed()) {
    await saveUser(transaction, { ...draft, name, role, clinicianId: null }, { passwordHash, createdAt })
  }
  for (const [index, { name }] of CLINICIANS.entries()) {
    const clinicianId = clinicians[index] ?? null
    await saveUser(
      transaction,
      { ...draft, name, role: 'clinician', clinicianId },
      { passwordHash, createdAt }
    )
  }
}

interface PatientSlice {
  readonly slice: readonly DemoPerson[]
  /** Grows with each patient written. */
  readonly patients: PatientId[]
  readonly ground: Ground
  readonly start: Temporal.ZonedDateTime
  readonly language: Language
}

async function writePatients(
  core: Core,
  transaction: Transaction,
  { slice, patients, ground, start, language }: PatientSlice
): Promise<void> {
  for (const person of slice) {
    // As if registered when the mobile was last updated, so that some are stale.
    const registered = start
      .subtract({ months: person.mobileAgeMonths })
      .subtract({ hours: patients.length % 50 })
    const day: ClinicDay = {
      now: registered.toInstant(),
      today: start.toPlainDate(),
      timeZone: TIME_ZONE,
      country: 'NO',
      language,
      isTraining: true
    }
    const draft = {
      familyName: person.familyName,
      givenName: person.givenName,
      birthDate: person.birthDate.toString(),
      sex: person.sex,
      language: null,
      nationalNumber: person.nationalNumber,
      nationalNumberType: null,
      acceptsNumberWarning: false,
      addressProtection: patients.length % 400 === 399 ? ('confidential' as const) : ('none' as const),
      address: person.address,
      mobile: person.mobile,
      email: person.email,
      gpClinicianId: ground.clinicians[patients.length % ground.clinicians.length] ?? null,
      gpExternalName: null,
      note: ''
    }
    const id = await createPatient(transaction, draft, { audit: core.audit, actor: SYSTEM_ACTOR, day })
    patients.push(id)
    for (const guardian of person.guardians) {
      const guardianId = patients[guardian]
      if (guardianId === undefined) continue
      const carriesMessages = guardian === person.guardians[0]
      await insertGuardian(
        transaction,
        { childId: id, guardianId, kind: 'parent', carriesMessages },
        person.birthDate.toString()
      )
    }
  }
}

const CODE_SEED = 47

interface VisitWriting {
  readonly visits: readonly Visit[]
  readonly patients: readonly PatientId[]
  readonly ground: Ground
  readonly start: Temporal.ZonedDateTime
  readonly chance: Chance
  readonly clock: ReturnType<typeof manualClock>
}

async function writeVisits(
  core: Core,
  transaction: Transaction,
  { visits, patients, ground, start, chance, clock }: VisitWriting
): Promise<void> {
  // Of its own, so that a new day's codes change nothing else of the clinic.
  const codes = createChance(CODE_SEED)
  let spirometry = ground.types.find(
    ({ id, durationMinutes }) => ground.devices.has(id) && durationMinutes === 20
  )
  for (const visit of visits) {
    const clinician = ground.clinicians[visit.clinician]
    const patient = patients[visit.patient]
    const isAhead = Temporal.PlainDate.compare(visit.date, start.toPlainDate()) >= 0
    const isCall = isAhead && visit.kind === 'ordinary' && ground.schedules.isTelephoneHour(visit)
    const type = ground.types.find(({ kind }) => kind === (isCall ? 'telephone' : visit.kind))
    if (clinician === undefined || patient === undefined || !type) continue
    const at = (minute: number): string => instantAt(visit.date, minute)
    const bookedAt = earlier(at(visit.start), start, chance)
    // Ahead nobody has booked where it does not belong: ØH waits for its day, and who is away sees no one.
    if (visit.date.since(start.toPlainDate()).days > 0 && !ground.schedules.fits(visit, type)) continue
    // The first visit of the first clinician's afternoon is a measurement.
    const isMeasured = visit.clinician === 0 && visit.start >= 720 && visit.minutes === 20 && !isCall
    const measured = isMeasured ? spirometry : undefined
    const device = measured && ground.devices.get(measured.id)
    if (measured) spirometry = undefined
    const row = {
      patient_id: patient,
      clinician_id: clinician,
      type_id: measured?.id ?? type.id,
      resource_ids: device === undefined ? '[]' : JSON.stringify([device]),
      start_at: at(visit.start),
      end_at: at(visit.start + visit.minutes),
      local_date: visit.date.toString(),
      local_time: wallTimeAt(visit.start),
      ...STATES[visit.state],
      room_id: visit.calledIn === null ? null : (ground.rooms[visit.clinician] ?? null),
      cancel_reason: visit.state === 'cancelled' ? ('patient' as const) : null,
      is_cancelled_late: visit.state === 'cancelled' && visit.start % 60 === 0 ? 1 : 0,
      arrived_at: visit.arrived === null ? null : at(visit.arrived),
      in_progress_at: visit.calledIn === null ? null : at(visit.calledIn),
      finished_at: visit.finished === null ? null : at(visit.finished),
      confirmed_at: null,
      created_at: bookedAt,
      created_by: null
    }
    const { id, changeId } = await insertVisit(transaction, row, {
      changed_at: bookedAt,
      user_id: null,
      user_name: 'Randi Berg',
      kind: 'booked',
      before: '{}',
      after: '{}',
      undone_by: null
    })
    if (row.arrived_at !== null && visit.date.equals(start.toPlainDate())) {
      const arrival = { id, date: row.local_date, at: row.arrived_at }
      await assignArrivalCode(transaction, arrival, (below) => codes.between(0, below - 1))
    }
    clock.set(Temporal.Instant.from(bookedAt))
    await planMessages(core, transaction, { id, changeId })
  }
}

/** As its messages were planned when it was booked, whatever became of it since. */
async function planMessages(
  core: Core,
  transaction: Transaction,
  { id, changeId }: { id: AppointmentId; changeId: AppointmentChangeId }
): Promise<void> {
  const record = await findAppointment(transaction, id)
  if (!record) return
  const after = { ...record, status: 'booked' } as const
  await core.planMessages(transaction, {
    kind: 'booked',
    changeId,
    before: null,
    after,
    actor: SYSTEM_ACTOR,
    notifyPatient: false,
    undoneKind: null
  })
}

const STATES = {
  booked: { status: 'booked', encounter_status: null },
  waiting: { status: 'arrived', encounter_status: 'arrived' },
  'in-room': { status: 'checked-in', encounter_status: 'in-progress' },
  finished: { status: 'fulfilled', encounter_status: 'finished' },
  noshow: { status: 'noshow', encounter_status: null },
  cancelled: { status: 'cancelled', encounter_status: null }
} as const satisfies Record<Visit['state'], object>

function instantAt(date: Temporal.PlainDate, minute: number): string {
  return toStoredInstant(momentAt(date.toString(), wallTimeAt(minute), TIME_ZONE))
}

/** Booked in opening hours between a day and five weeks before, and not later than the demo's beginning. */
function earlier(startAt: string, start: Temporal.ZonedDateTime, chance: Chance): string {
  const visit = Temporal.Instant.from(startAt).toZonedDateTimeISO(TIME_ZONE)
  const plainTime = { hour: chance.between(8, 14), minute: chance.between(0, 59) }
  const booked = visit.subtract({ days: chance.between(1, 35) }).withPlainTime(plainTime)
  const isPast = Temporal.ZonedDateTime.compare(booked, start) < 0
  return toStoredInstant((isPast ? booked : start.subtract({ hours: 20 })).toInstant())
}
