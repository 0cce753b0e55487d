import { expect, it, onTestFinished, vi } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import { patientDraft } from '../builders/patient'
import {
  ask,
  book as bookThere,
  cancel as cancelThere,
  changeContact,
  consent as consentThere,
  type Acting
} from '../portal-simulator/pages/acts'
import { patientById } from '../portal-simulator/pages/people'
import { freePlaces, visitsOf } from '../portal-simulator/pages/visits'
import { seeded } from '../portal-simulator/chance'
import { startPortal } from '../portal-simulator/start-portal'
import { openDesk } from './fixtures/desk'

/** A clinic with one patient for the portal and a type that patients book, connected to a portal that was empty. */
async function openConnected() {
  const clinic = await openDesk({ runsJobs: true })
  const portal = await startPortal({ clock: clinic.clock })
  onTestFinished(async () => await portal.close())
  const { manager, type, clinicians } = clinic
  await manager.call('appointmentTypes.save', { ...type, isPortalBookable: true })
  await manager.call('portal.saveSettings', {
    ...{ baseUrl: portal.url, clientId: 'clinic-1', weeksAhead: 1, clientCertificate: null }
  })
  const { publicKeys } = await manager.call('portal.makeKey', {})
  portal.tokens.register({ clientId: 'clinic-1', jwks: JSON.parse(publicKeys ?? '') })
  const draft = patientDraft({ gpClinicianId: clinicians[0].id, email: 'kari@example.org' })
  const { id: kari } = await clinic.desk.call('patients.create', draft)
  await manager.call('portal.turnOn', {})
  const held = { store: portal.store, time: portal.time }
  const random = seeded(3)
  return {
    ...clinic,
    portal,
    kari,
    draft,
    held,
    /** The patient, logged in at the portal. */
    atPortal(): Acting {
      const [patient] = portal.store.list('Patient')
      const subject = patientById(held, patient?.id ?? null)
      if (!subject) throw new Error('the patient is not at the portal')
      return { held, random, subject, actor: `Patient/${subject.id}` }
    },
    later: (minutes: number) => clinic.clock.set(clinic.clock.now().add({ minutes })),
    async eventually(work: () => Promise<void> | void) {
      await vi.waitFor(work, { timeout: 10_000, interval: 20 })
    },
    async settled() {
      await vi.waitFor(
        async () => {
          const { state, isListening, waiting } = await clinic.manager.call('portal.status', {})
          expect({ state, isListening, waiting }).toEqual({ state: 'on', isListening: true, waiting: [] })
        },
        { timeout: 15_000, interval: 20 }
      )
    }
  }
}

type Connected = Awaited<ReturnType<typeof openConnected>>

const visitsThere = ({ held, atPortal }: Connected) => visitsOf(held, atPortal().subject.id)

async function visitsHere({ desk, kari }: Connected, patientId: PatientId = kari) {
  return (await desk.call('appointments.forPatient', { patientId, limit: 20 })).appointments
}

const conflictsOf = async ({ desk }: Connected) =>
  (await desk.call('portal.conflicts', { after: 0, limit: 20 })).conflicts

it('goes the whole way: load, bookings both ways, both at one place, cancellations, contacts, consents, requests', async () => {
  const both = await openConnected()
  const { portal, desk, kari, held, clinicians } = both
  await both.settled()
  expect(portal.store.list('Patient')).toMatchObject([{ active: true, name: [{ family: 'Nordmann' }] }])
  const atFirst = freePlaces(held).length
  expect(atFirst).toBeGreaterThan(300)

  // The desk books, moves and cancels.
  const { appointment } = await both.book({ patientId: kari, date: '2026-12-04', time: '10:00' })
  await both.settled()
  expect(visitsThere(both)).toMatchObject([
    { start: '2026-12-04T09:00:00Z', status: 'coming', isConfirmed: true }
  ])
  expect(freePlaces(held)).toHaveLength(atFirst - 1)
  const to = { clinicianId: clinicians[1].id, date: '2026-12-07', time: '10:40', durationMinutes: 20 }
  const moved = await desk.call('appointments.move', {
    ...{ id: appointment.id, version: appointment.version, isOverbooking: false, ...to }
  })
  await both.settled()
  expect(visitsThere(both)).toMatchObject([{ start: '2026-12-07T09:40:00Z', clinician: 'Bjørn Aasen' }])
  expect(freePlaces(held)).toHaveLength(atFirst - 1)
  await desk.call('appointments.cancel', {
    ...{ id: appointment.id, version: moved.appointment.version, reason: 'clinic', notifyPatient: false }
  })
  await both.settled()
  expect(visitsThere(both)).toMatchObject([{ status: 'cancelled-clinic' }])
  expect(freePlaces(held)).toHaveLength(atFirst)

  // The patient books at the portal; the desk sees it and it is confirmed.
  const place = freePlaces(held).find(({ start }) => start === '2026-12-08T08:00:00Z')
  if (!place) throw new Error('that place is free')
  bookThere(both.atPortal(), place, { type: place.types[0], isRequest: false })
  await both.eventually(async () =>
    expect(await visitsHere(both)).toContainEqual(
      expect.objectContaining({ date: '2026-12-08', time: '09:00', status: 'booked' })
    )
  )
  await both.settled()
  expect(visitsThere(both)).toContainEqual(
    expect.objectContaining({ start: place.start, isConfirmed: true, status: 'coming' })
  )

  // While the line is down both take one place: the patient keeps it.
  portal.setLine(false)
  const [contested] = freePlaces(held).filter(({ start }) => start === '2026-12-09T08:00:00Z')
  if (!contested) throw new Error('that place is free')
  const mine = await both.book({ patientId: both.kari, date: '2026-12-09', time: '09:00' })
  bookThere(both.atPortal(), contested, { type: contested.types[0], isRequest: false })
  portal.setLine(true)
  both.later(10)
  await both.eventually(async () =>
    expect(await conflictsOf(both)).toMatchObject([{ kind: 'slot-taken', localId: mine.appointment.id }])
  )
  const [conflict] = await conflictsOf(both)
  expect(conflict?.choices).toEqual(['overbook', 'move', 'cancel'])
  await desk.call('portal.decide', { id: conflict?.id ?? 0, choice: 'cancel' })
  await both.settled()
  expect(await both.look(mine.appointment)).toMatchObject({ status: 'cancelled' })
  await both.eventually(async () =>
    expect(
      (await visitsHere(both)).filter(({ date, status }) => date === '2026-12-09' && status === 'booked')
    ).toHaveLength(1)
  )

  // The desk moves what the patient cancels meanwhile: the cancellation wins, and the desk reads it.
  const own = (await visitsHere(both)).find(({ date }) => date === '2026-12-08')
  if (!own) throw new Error('the portal booking is here')
  portal.setLine(false)
  await desk.call('appointments.move', {
    ...{ id: own.id, version: own.version, isOverbooking: false, ...to, time: '12:00' }
  })
  const visit = visitsThere(both).find(({ start }) => start === place.start)
  if (!visit) throw new Error('it stands at the portal')
  cancelThere(both.atPortal(), visit)
  portal.setLine(true)
  both.later(10)
  await both.eventually(async () =>
    expect(await conflictsOf(both)).toMatchObject([{ kind: 'cancelled-by-patient', localId: own.id }])
  )
  expect(await both.look(own)).toMatchObject({ status: 'cancelled', cancelReason: 'patient' })
  // It stays until somebody has read it, whatever is sent meanwhile.
  await both.settled()
  expect(await conflictsOf(both)).toMatchObject([{ kind: 'cancelled-by-patient', localId: own.id }])
  for (const { id } of await conflictsOf(both)) await desk.call('portal.decide', { id, choice: 'seen' })

  // Contact details, consents both ways, a request.
  changeContact(both.atPortal(), { phone: '+4798765432', email: 'ny@example.org' })
  consentThere(both.atPortal(), [{ purpose: 'recall', channel: 'sms', isGiven: true }], '1')
  ask(both.atPortal(), { kind: 'message', text: 'Kan dere ringe meg?' })
  await both.eventually(async () => {
    const { mobile, email } = await desk.call('patients.open', { id: kari, reason: null })
    expect([mobile?.value, email?.value]).toEqual(['+4741234567', 'ny@example.org'])
    expect(await desk.call('portal.marks', { appointmentIds: [], patientIds: [kari] })).toMatchObject({
      patients: [{ id: kari, newMobile: '987 65 432' }]
    })
    expect(await desk.call('tasks.forPatient', { patientId: kari })).toMatchObject([
      { note: 'Kan dere ringe meg?' }
    ])
  })
  await both.settled()
  await desk.call('consents.record', {
    ...{ patientId: kari, signedOn: null },
    decisions: [{ purpose: 'recall', channel: 'sms', decision: 'withdrawn' }]
  })
  const [task] = await desk.call('tasks.forPatient', { patientId: kari })
  if (task?.ref.of !== 'task') throw new Error('the request is a task')
  await desk.call('tasks.answer', { id: task.ref.id, answer: 'Vi ringer i dag.' })
  await both.settled()
  expect(
    portal.store
      .list('Consent')
      .filter(({ provision }) => provision?.purpose?.[0]?.code === 'recall')
      .map(({ provision }) => provision?.type)
  ).toEqual(expect.arrayContaining(['permit', 'deny']))
  expect(portal.store.list('Task')).toMatchObject([
    { status: 'completed', output: [{ valueString: 'Vi ringer i dag.' }] }
  ])

  // The portal is restored from a backup of before: a person is asked, and says that the clinic's word stands.
  const backup = portal.snapshot()
  const last = await both.book({ patientId: kari, date: '2026-12-10', time: '13:00' })
  await both.settled()
  portal.restore(backup)
  both.later(2)
  both.core.resume()
  await both.eventually(async () =>
    expect(await both.manager.call('portal.status', {})).toMatchObject({ state: 'epoch-changed' })
  )
  await both.manager.call('portal.answerEpoch', { choice: 'clinic' })
  await both.settled()
  expect(visitsThere(both)).toContainEqual(
    expect.objectContaining({ start: '2026-12-10T12:00:00Z', isConfirmed: true })
  )
  expect(await both.look(last.appointment)).toMatchObject({ status: 'booked' })
  expect(portal.store.violations()).toEqual([])
  expect(await both.manager.call('portal.status', {})).toMatchObject({
    deadLetters: 0,
    setAside: 0,
    conflicts: 0
  })
  await both.manager.call('portal.compare', {})
  await both.settled()
  expect(await both.manager.call('portal.differences', {})).toEqual({ differences: [] })
}, 60_000)
