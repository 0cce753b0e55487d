import type { Appointment, Consent, Patient, Practitioner, Schedule, Slot } from '@medplum/fhirtypes'
import { expect, it, onTestFinished, vi } from 'vitest'
import { patientDraft } from '../builders/patient'
import { startForeignPortal, type ForeignPortal } from '../foreign-server/foreign-portal'
import type { Call } from '../portal-simulator/call'
import { openDesk } from './fixtures/desk'

const isTransaction = ({ method, path, body }: Call) =>
  method === 'POST' && /^\/fhir\/?$/.test(path) && body.includes('Appointment')

/** A clinic with one patient for the portal, connected to a server that somebody else has made. */
async function openConnected() {
  const clinic = await openDesk({ runsJobs: true, portal: { random: () => 0 } })
  const portal = await startForeignPortal()
  onTestFinished(async () => await portal.close())
  const { manager, type, clinicians, desk } = clinic
  await manager.call('appointmentTypes.save', { ...type, isPortalBookable: true })
  await manager.call('portal.saveSettings', {
    ...{ baseUrl: portal.url, clientId: 'clinic-1', weeksAhead: 1, clientCertificate: null }
  })
  const { publicKeys } = await manager.call('portal.makeKey', {})
  portal.tokens.register({ clientId: 'clinic-1', jwks: JSON.parse(publicKeys ?? '') })
  const draft = patientDraft({ gpClinicianId: clinicians[0].id, email: 'kari@example.org' })
  const { id: kari } = await desk.call('patients.create', draft)
  const eventually = async (look: () => Promise<void> | void) =>
    await vi.waitFor(look, { timeout: 10_000, interval: 20 })
  /** What failed is tried again as the clock runs on. */
  const later = async (look: () => Promise<void> | void) =>
    await eventually(async () => {
      clinic.clock.set(clinic.clock.now().add({ seconds: 1 }))
      await look()
    })
  const settled = async () =>
    await later(async () => {
      const { state, isListening, waiting, trouble } = await manager.call('portal.status', {})
      expect({ state, isListening, waiting, trouble }).toEqual({
        ...{ state: 'on', isListening: true, waiting: [], trouble: null }
      })
    })
  return { ...clinic, portal, kari, eventually, later, settled }
}

const slotAt = async (
  { list }: ForeignPortal,
  start: string,
  schedule?: string
): Promise<Slot & { id: string }> => {
  const found = (await list<Slot>('Slot')).find(
    (slot) => slot.start === start && (schedule === undefined || slot.schedule.reference === schedule)
  )
  if (!found) throw new Error(`there is a slot at ${start}`)
  return found
}

const live = async ({ list }: ForeignPortal, slotId: string) =>
  (await list<Appointment>('Appointment')).filter(
    ({ status, slot = [] }) =>
      status === 'booked' && slot.some(({ reference }) => reference === `Slot/${slotId}`)
  )

/** The patient books at the portal, as the protocol has it. */
async function bookThere(portal: ForeignPortal, slot: Slot & { id: string }, booking: string): Promise<void> {
  const [patient] = await portal.list<Patient>('Patient')
  await portal.save({ ...slot, status: 'busy' as const })
  await portal.save<Appointment>({
    resourceType: 'Appointment',
    identifier: [{ system: 'urn:skranke:portal:booking', value: booking }],
    ...{ status: 'booked', start: slot.start, end: slot.end, slot: [{ reference: `Slot/${slot.id}` }] },
    ...(slot.serviceType ? { serviceType: slot.serviceType } : {}),
    participant: [{ actor: { reference: `Patient/${patient?.id}` }, status: 'accepted' }]
  })
}

it('works with a FHIR server that is not ours', async () => {
  const both = await openConnected()
  const { portal, desk, manager, kari, clinicians } = both
  const visitsHere = async () =>
    (await desk.call('appointments.forPatient', { patientId: kari, limit: 20 })).appointments

  // The first load. Its pages are not linked, and two hundred at a time are asked for.
  await manager.call('portal.turnOn', {})
  await both.settled()
  expect(await portal.list('Patient')).toMatchObject([{ active: true, name: [{ family: 'Nordmann' }] }])
  expect((await portal.list('Slot')).length).toBeGreaterThan(300)

  // The desk books, moves and cancels.
  const { appointment } = await both.book({ patientId: kari, date: '2026-12-04', time: '10:00' })
  await both.settled()
  const [there] = await portal.list<Appointment>('Appointment')
  expect(there).toMatchObject({ status: 'booked', start: '2026-12-04T09:00:00Z' })
  const firstSlot = there?.slot?.[0]?.reference ?? ''
  const slotNow = async (reference: string) =>
    (await portal.list<Slot>('Slot')).find(({ id }) => `Slot/${id}` === reference)?.status
  expect(await slotNow(firstSlot)).toBe('busy')
  const to = { clinicianId: clinicians[1].id, date: '2026-12-07', time: '10:40', durationMinutes: 20 }
  const moved = await desk.call('appointments.move', {
    ...{ id: appointment.id, version: appointment.version, isOverbooking: false, ...to }
  })
  await both.settled()
  const [after] = await portal.list<Appointment>('Appointment')
  expect(after?.start).toBe('2026-12-07T09:40:00Z')
  expect([await slotNow(firstSlot), await slotNow(after?.slot?.[0]?.reference ?? '')]).toEqual([
    'free',
    'busy'
  ])
  await desk.call('appointments.cancel', {
    ...{ id: appointment.id, version: moved.appointment.version, reason: 'clinic', notifyPatient: false }
  })
  await both.settled()
  expect(await portal.list('Appointment')).toMatchObject([{ status: 'cancelled' }])
  expect(await slotNow(after?.slot?.[0]?.reference ?? '')).toBe('free')

  // The patient books there, and the clinic confirms it with its own identifier.
  await bookThere(portal, await slotAt(portal, '2026-12-08T08:00:00Z'), 'one')
  await both.eventually(async () =>
    expect(await visitsHere()).toContainEqual(
      expect.objectContaining({ date: '2026-12-08', time: '09:00', status: 'booked' })
    )
  )
  await both.settled()
  expect(
    (await portal.list<Appointment>('Appointment')).find(({ start }) => start === '2026-12-08T08:00:00Z')
      ?.identifier
  ).toContainEqual(expect.objectContaining({ system: expect.stringMatching(/^urn:skranke:.+:Appointment$/) }))

  // The patient is faster by a moment. This server makes the appointment before it looks at the slot, and takes nothing
  // back: the clinic does.
  const mine = await slotOfFirstClinician(both, '2026-12-09T08:00:00Z')
  portal.before(isTransaction, async () => await bookThere(portal, mine, 'two'))
  const lost = await both.book({ patientId: kari, date: '2026-12-09', time: '09:00' })
  await both.later(async () =>
    expect((await desk.call('portal.conflicts', { after: 0, limit: 20 })).conflicts).toMatchObject([
      { kind: 'slot-taken', localId: lost.appointment.id }
    ])
  )
  expect(await live(portal, mine.id)).toMatchObject([{ identifier: [{ value: 'two' }] }])
  expect(await slotNow(`Slot/${mine.id}`)).toBe('busy')
  expect((await portal.list<Appointment>('Appointment')).map(({ status }) => status)).toContain(
    'entered-in-error'
  )
  const { conflicts } = await desk.call('portal.conflicts', { after: 0, limit: 20 })
  await desk.call('portal.decide', { id: conflicts[0]?.id ?? 0, choice: 'cancel' })
  await both.settled()
  expect(await live(portal, mine.id)).toHaveLength(1)

  // An answer is lost after the work was done: it is found again, and nothing is made twice.
  portal.loseAnswers(1, isTransaction)
  await both.book({ patientId: kari, date: '2026-12-10', time: '09:00' })
  await both.settled()
  const again = await slotOfFirstClinician(both, '2026-12-10T08:00:00Z')
  expect(await live(portal, again.id)).toHaveLength(1)
  expect(again.status).toBe('busy')

  // Consents both ways, and contact details.
  const [person] = await portal.list<Patient>('Patient')
  if (!person) throw new Error('she is there')
  await portal.save(consentOf(person, 'permit'))
  await portal.save<Patient & { id: string }>({
    ...person,
    telecom: [
      ...(person.telecom ?? []),
      {
        extension: [{ url: 'urn:skranke:contact-state', valueCode: 'unverified' }],
        ...{ system: 'email', value: 'ny@example.org' }
      }
    ]
  })
  await both.later(async () => {
    const { mobile, email } = await desk.call('patients.open', { id: kari, reason: null })
    expect([mobile?.value, email?.value]).toEqual(['+4741234567', 'ny@example.org'])
    expect((await desk.call('consents.history', { patientId: kari }))[0]).toMatchObject({
      ...{ purpose: 'recall', channel: 'sms', decision: 'given', how: 'portal' }
    })
  })
  await desk.call('consents.record', {
    ...{ patientId: kari, signedOn: null },
    decisions: [{ purpose: 'recall', channel: 'sms', decision: 'withdrawn' }]
  })
  await both.settled()
  expect(
    (await portal.list<Consent>('Consent'))
      .filter(({ provision }) => provision?.purpose?.[0]?.code === 'recall')
      .map(({ provision }) => provision?.type)
  ).toEqual(expect.arrayContaining(['permit', 'deny']))

  // Nothing is lost, nothing is different, and nothing is made twice by a comparison over pages without links.
  const counts = async () => [
    (await portal.list('Slot')).length,
    (await portal.list('Appointment')).length,
    (await portal.list('Patient')).length
  ]
  const before = await counts()
  await manager.call('portal.compare', {})
  await both.later(async () =>
    expect((await manager.call('portal.status', {})).run).toMatchObject({ kind: 'compare', phase: 'done' })
  )
  expect(await manager.call('portal.differences', {})).toEqual({ differences: [] })
  expect(await counts()).toEqual(before)
  const status = await manager.call('portal.status', {})
  expect(status).toMatchObject({ deadLetters: 0, setAside: 0, conflicts: 0 })
  const held = new Map(status.held.map(({ type, count }) => [type, count]))
  expect([held.get('Slot'), held.get('Appointment'), held.get('Patient')]).toEqual(before)
}, 60_000)

async function slotOfFirstClinician({ portal }: { portal: ForeignPortal }, start: string) {
  const [first] = (await portal.list<Practitioner>('Practitioner')).filter(({ name }) =>
    JSON.stringify(name).includes('Lunde')
  )
  const schedule = (await portal.list<Schedule>('Schedule')).find(({ actor }) =>
    JSON.stringify(actor).includes(`Practitioner/${first?.id}`)
  )
  return await slotAt(portal, start, `Schedule/${schedule?.id}`)
}

function consentOf(person: Patient & { id: string }, type: 'permit' | 'deny'): Consent {
  return {
    resourceType: 'Consent',
    status: 'active',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }]
    },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: `Patient/${person.id}` },
    dateTime: new Date().toISOString(),
    policy: [{ uri: 'urn:skranke:consent-wording:1' }],
    provision: {
      type,
      purpose: [{ system: 'urn:skranke:consent-purpose', code: 'recall' }],
      code: [{ coding: [{ system: 'urn:skranke:consent-channel', code: 'sms' }] }]
    }
  }
}
