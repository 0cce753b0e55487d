import type { CodeableConcept, Patient } from '@medplum/fhirtypes'
import { Temporal } from 'temporal-polyfill'
import { APPOINTMENT_KIND, CONTACT_STATE, VIDEO_LINK } from './pages/fhir-names'
import type { Portal } from './start-portal'

/** Tenor's test numbers: month + 80, nobody's. */
export const DEMO_NUMBER = '17858710227'
const NUMBER_SYSTEM = 'urn:oid:2.16.578.1.12.4.1.4.1'
const CLINIC = 'urn:skranke:demo'
const DAYS = 12
const FIRST_MINUTE = 9 * 60
const VISIT_MINUTES = 20
const A_DAY = 9

const USUAL: CodeableConcept = {
  text: 'Vanlig time',
  coding: [{ system: APPOINTMENT_KIND, code: 'consultation' }]
}
const VIDEO: CodeableConcept = { text: 'Videotime', coding: [{ system: APPOINTMENT_KIND, code: 'video' }] }

/** Two clinicians with free places, a patient with a child, appointments and an account: for looking at the pages. */
export function fillDemo(portal: Portal, timeZone = 'Europe/Oslo'): { patientId: string; childId: string } {
  const { store, line } = portal
  const today = Temporal.Instant.fromEpochMilliseconds(portal.time.nowMs())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  const places = ['Anne Lunde', 'Bjørn Aasen'].map((name, index) =>
    clinician(portal, { name, index, today, timeZone })
  )
  const patientId = person(portal, {
    local: '1',
    family: 'Sørlie',
    given: 'Ingrid',
    birthDate: '1987-05-17',
    number: DEMO_NUMBER,
    telecom: [
      {
        system: 'phone',
        use: 'mobile',
        value: '+4741234567',
        extension: [{ url: CONTACT_STATE, valueCode: 'verified' }]
      },
      { system: 'email', use: 'home', value: 'ingrid.sorlie@example.test' }
    ]
  })
  const childId = person(portal, {
    local: '2',
    family: 'Sørlie',
    given: 'Nora',
    birthDate: today.subtract({ years: 8 }).toString(),
    number: '17708710148',
    telecom: []
  })
  store.save({
    resourceType: 'RelatedPerson',
    identifier: [{ system: NUMBER_SYSTEM, value: DEMO_NUMBER, use: 'official' }],
    active: true,
    patient: { reference: `Patient/${childId}` }
  })
  const [lunde, aasen] = places
  if (lunde && aasen) {
    visit(portal, { patientId, place: lunde.at(4), type: USUAL, isConfirmed: true })
    visit(portal, { patientId, place: aasen.at(30), type: VIDEO, isConfirmed: false })
    visit(portal, { patientId: childId, place: lunde.at(21), type: USUAL, isConfirmed: true })
  }
  line.setAccount(patientId, { state: 'active', activation: 'done' })
  return { patientId, childId }
}

interface Place {
  readonly slotId: string
  readonly practitionerId: string
  readonly start: string
  readonly end: string
}

interface Wanted {
  readonly name: string
  readonly index: number
  readonly today: Temporal.PlainDate
  readonly timeZone: string
}

function clinician({ store }: Portal, { name, index, today, timeZone }: Wanted): Place[] {
  const { id: practitionerId } = store.save({
    resourceType: 'Practitioner',
    identifier: [{ system: `${CLINIC}:Practitioner`, value: String(index) }],
    active: true,
    name: [{ text: name }]
  })
  const { id: scheduleId } = store.save({
    resourceType: 'Schedule',
    actor: [{ reference: `Practitioner/${practitionerId}` }]
  })
  const days = Array.from({ length: DAYS }, (_none, day) => today.add({ days: day + 1 }))
  return days
    .filter(({ dayOfWeek }) => dayOfWeek < 6)
    .flatMap((date) =>
      Array.from({ length: A_DAY }, (_none, number) => {
        const from = date
          .toZonedDateTime({ timeZone })
          .add({ minutes: FIRST_MINUTE + (number * 2 + index) * VISIT_MINUTES })
        const start = from.toInstant().toString()
        const end = from.add({ minutes: VISIT_MINUTES }).toInstant().toString()
        const serviceType = number % 4 === 3 ? [USUAL, VIDEO] : [USUAL]
        const schedule = { reference: `Schedule/${scheduleId}` }
        const slot = store.save({ resourceType: 'Slot', schedule, status: 'free', start, end, serviceType })
        return { slotId: slot.id, practitionerId, start, end }
      })
    )
}

interface Person {
  readonly local: string
  readonly family: string
  readonly given: string
  readonly birthDate: string
  readonly number: string
  readonly telecom: NonNullable<Patient['telecom']>
}

function person({ store }: Portal, { local, family, given, birthDate, number, telecom }: Person): string {
  const { id } = store.save({
    resourceType: 'Patient',
    identifier: [
      { system: `${CLINIC}:Patient`, value: local },
      { system: NUMBER_SYSTEM, value: number, use: 'official' }
    ],
    active: true,
    name: [{ use: 'official', family, given: [given] }],
    birthDate,
    ...(telecom.length > 0 ? { telecom } : {}),
    address: [{ use: 'home', line: ['Eksempelveien 7'], postalCode: '0001', city: 'Eksempelby' }],
    generalPractitioner: [{ display: 'Anne Lunde' }]
  })
  return id
}

interface Booked {
  readonly patientId: string
  readonly place: Place | undefined
  readonly type: CodeableConcept
  readonly isConfirmed: boolean
}

function visit({ store }: Portal, { patientId, place, type, isConfirmed }: Booked): void {
  const slot = store.get('Slot', place?.slotId ?? '')
  if (!slot || !place) return
  store.save({ ...slot, status: 'busy' })
  store.save({
    resourceType: 'Appointment',
    status: 'booked',
    ...(isConfirmed ? { identifier: [{ system: `${CLINIC}:Appointment`, value: place.slotId }] } : {}),
    ...(type === VIDEO
      ? { extension: [{ url: VIDEO_LINK, valueUrl: 'https://video.example.test/rom/1' }] }
      : {}),
    serviceType: [type],
    start: place.start,
    end: place.end,
    slot: [{ reference: `Slot/${place.slotId}` }],
    participant: [
      { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
      { actor: { reference: `Practitioner/${place.practitionerId}` }, status: 'accepted' }
    ]
  })
}
