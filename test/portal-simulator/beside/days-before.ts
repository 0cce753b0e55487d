import { setTimeout as wait } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { AppointmentId, ClinicianId, PatientId } from '../../../src-preload/contract/ids'
import { ask, book, cancel, changeContact, type Acting } from '../pages/acts'
import { isClinicIdentifier } from '../pages/fhir-names'
import { childrenOf, patientById, type KnownPatient } from '../pages/people'
import { freePlaces, visitsOf, type FreePlace, type Visit } from '../pages/visits'
import type { Portal } from '../start-portal'
import type { AskCore } from './core-line'

const TIME_ZONE = 'Europe/Oslo'
const USERS = 40
const PARENTS = 2
const HOUR_MS = 3_600_000
const ADULT_YEARS = 18
const LOOK_MS = 250
const DAY_HOURS = 24

interface Both {
  readonly core: AskCore
  readonly signal: AbortSignal
}

/**
 * What patients have done at the portal before anybody looks: some log in, book, cancel and write; and while the line is
 * down two of them do what the desk does otherwise, so that there is something to decide. All of it by what the pages do.
 */
export async function fillDays(portal: Portal, both: Both): Promise<void> {
  if (!(await isInStep(both))) return
  const users = addUsers(portal)
  bookAndWrite(portal, users)
  if (!(await isInStep(both))) return
  await disagree(portal, both, users)
}

/** Waits until nothing is under way. @returns false where it was ended before */
async function isInStep({ core, signal }: Both): Promise<boolean> {
  while (!signal.aborted) {
    const status = await core('portal.status', {})
    if (status?.state === 'off') return false
    if (status?.state === 'on' && status.isListening && status.waiting.length === 0) return true
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
  return false
}

/** Parents first, so that somebody can try what a parent sees. */
function addUsers({ store, line, time }: Portal): KnownPatient[] {
  const held = { store, time }
  const eighteen = Temporal.PlainDate.from(time.text().slice(0, 10))
    .subtract({ years: ADULT_YEARS })
    .toString()
  const adults = store
    .list('Patient')
    .flatMap(({ id }) => patientById(held, id ?? null) ?? [])
    .filter(({ birthDate = '9999' }) => birthDate <= eighteen)
  const isParent = (patient: KnownPatient) => childrenOf(held, patient).length > 0
  const users = [...new Set([...adults.filter(isParent).slice(0, PARENTS), ...adults])].slice(0, USERS)
  for (const [index, { id }] of users.entries()) {
    const isNew = index % 10 === 9
    line.setAccount(
      id,
      isNew
        ? { state: 'invited', activation: index % 20 === 9 ? 'bounced' : 'sent' }
        : { state: 'active', activation: 'done', lastLogin: time.text(-index * 5 * HOUR_MS), level: 'code' }
    )
  }
  return users
}

function bookAndWrite(portal: Portal, users: readonly KnownPatient[]): void {
  const held = heldOf(portal)
  for (const [index, patient] of idle(portal, users).slice(0, 3).entries()) {
    const place = freePlaces(held)[index * 11]
    if (place) book(acting(portal, patient), place, { type: place.types[0], isRequest: false })
  }
  const [canceller, mover, ...others] = busy(portal, users)
  if (canceller) cancel(acting(portal, canceller.patient), canceller.visit)
  if (mover)
    ask(acting(portal, mover.patient), {
      ...{ kind: 'move', text: 'Kan jeg få en time etter kl. 14?', appointmentId: mover.visit.id }
    })
  const [writer] = others
  if (writer)
    ask(acting(portal, writer.patient), {
      kind: 'message',
      text: 'Jeg har fått ny adresse. Kan dere ringe meg?'
    })
  const [mover2] = users.toReversed()
  if (mover2) changeContact(acting(portal, mover2), { phone: null, email: 'ny.adresse@example.test' })
}

/** The line is down for a moment, and the desk does not know what patients do meanwhile. */
async function disagree(portal: Portal, { core }: Both, users: readonly KnownPatient[]): Promise<void> {
  const [type] = ((await core('appointmentTypes.list', {})) ?? []).filter(
    ({ isPortalBookable }) => isPortalBookable
  )
  const [winner, loser] = idle(portal, users)
  const moved = busy(portal, users).at(-1)
  const [contested, target] = freePlaces(heldOf(portal)).filter((place) =>
    isAhead(portal, place.start, 3 * DAY_HOURS)
  )
  if (!type || !winner || !loser || !contested || !target) return
  portal.setLine(false)
  try {
    await core('appointments.book', {
      ...placeHere(portal, contested),
      ...{ patientId: localId(loser) as PatientId, typeId: type.id, note: '', isOverbooking: false }
    })
    book(acting(portal, winner), contested, { type: contested.types[0], isRequest: false })
    if (moved) {
      const patientId = localId(moved.patient) as PatientId
      const here = (await core('appointments.forPatient', { patientId, limit: 100 }))?.appointments ?? []
      const own = here.find(({ id }) => id === appointmentHere(portal, moved.visit))
      if (own)
        await core('appointments.move', {
          ...{ id: own.id, version: own.version, isOverbooking: false },
          ...placeHere(portal, target)
        })
      cancel(acting(portal, moved.patient), moved.visit)
    }
  } finally {
    portal.setLine(true)
  }
}

function heldOf({ store, time }: Portal) {
  return { store, time }
}

function acting(portal: Portal, { id }: KnownPatient): Acting {
  const held = heldOf(portal)
  const subject = patientById(held, id)
  if (!subject) throw new Error('The patient has left the portal.')
  return { held, random: Math.random, subject, actor: `Patient/${id}` }
}

/** Those who have nothing ahead. */
function idle(portal: Portal, users: readonly KnownPatient[]): KnownPatient[] {
  return users.filter(({ id }) => !visitsOf(heldOf(portal), id).some(({ status }) => status === 'coming'))
}

/** Those whose next visit is some days ahead, and that visit. */
function busy(portal: Portal, users: readonly KnownPatient[]): { patient: KnownPatient; visit: Visit }[] {
  return users.flatMap((patient) => {
    const visit = visitsOf(heldOf(portal), patient.id).find(({ status }) => status === 'coming')
    return visit && visit.slotId !== null && isAhead(portal, visit.start, 2 * DAY_HOURS)
      ? [{ patient, visit }]
      : []
  })
}

function isAhead({ time }: Portal, start: string, hours: number): boolean {
  return Date.parse(start) > time.nowMs() + hours * HOUR_MS
}

function placeHere({ store }: Portal, { practitionerId, start, end }: FreePlace) {
  const begins = Temporal.Instant.from(start).toZonedDateTimeISO(TIME_ZONE)
  const practitioner = store.get('Practitioner', practitionerId)
  return {
    clinicianId: localId(practitioner ?? {}) as ClinicianId,
    date: begins.toPlainDate().toString(),
    time: begins.toPlainTime().toString({ smallestUnit: 'minute' }),
    durationMinutes: begins.toInstant().until(end).total('minutes')
  }
}

function appointmentHere({ store }: Portal, { id }: Visit): AppointmentId {
  return localId(store.get('Appointment', id) ?? {}) as AppointmentId
}

/** The clinic's own id of what it has put there. */
function localId({ identifier = [] }: { identifier?: { system?: string; value?: string }[] }): number {
  return Number(identifier.find(({ system }) => isClinicIdentifier(system))?.value ?? Number.NaN)
}
