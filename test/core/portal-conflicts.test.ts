import type { Appointment } from '@medplum/fhirtypes'
import { expect, it } from 'vitest'
import { AppointmentId } from '../../src-preload/contract/ids'
import { addConflict } from '../../src-main/core/features/portal/conflicts.queries'
import type { PortalOutcome, PortalType } from '../../src-main/core/features/portal/kind'
import { openBookablePortal } from './fixtures/portal-kinds'

const START = '2026-12-04T08:20:00Z'
const PLACE = { date: '2026-12-04', time: '09:20' }
const AT = '2026-12-03T08:00:00Z'

function booked(changes: Partial<Appointment> = {}): Appointment & { id: string } {
  return {
    resourceType: 'Appointment',
    id: 'a1',
    meta: { versionId: '1' },
    identifier: [{ system: 'urn:skranke:portal:booking', value: 'b1' }],
    status: 'booked',
    start: START,
    end: '2026-12-04T08:40:00Z',
    slot: [{ reference: 'Slot/s1' }],
    participant: [
      { actor: { reference: 'Patient/kari' }, status: 'accepted' },
      { actor: { reference: 'Practitioner/anne' }, status: 'accepted' }
    ],
    ...changes
  }
}

async function openAtOdds() {
  const portal = await openBookablePortal()
  const slot = await portal.slotAt(START)
  await portal.agree({ type: 'Slot', localId: slot.id }, 's1')
  /** What the pull does with a clash. */
  const show = async (type: PortalType, remoteId: string, outcome: PortalOutcome) => {
    if (outcome.is !== 'conflict') throw new Error(`it is ${outcome.is}`)
    const { localId, clash } = outcome
    await portal.core.database.write((transaction) =>
      addConflict(transaction, { seq: null, type, localId, remoteId, clash, at: AT })
    )
  }
  const conflicts = async () =>
    (await portal.desk.call('portal.conflicts', { after: 0, limit: 20 })).conflicts
  return { ...portal, show, conflicts }
}

async function openWithTwoInOnePlace() {
  const portal = await openAtOdds()
  const { appointment: desks } = await portal.book(PLACE)
  await portal.show('Appointment', 'a1', await portal.apply('Appointment', { resource: booked() }))
  const [conflict] = await portal.conflicts()
  if (!conflict) throw new Error('two have one place')
  return { ...portal, desks, conflict }
}

it('shows who has the place at the desk beside who has it at the portal', async () => {
  const { conflict, desks, ingrid, kari, clinicians } = await openWithTwoInOnePlace()
  expect(conflict).toMatchObject({ kind: 'slot-taken', choices: ['overbook', 'move', 'cancel'] })
  expect(conflict.atDesk).toMatchObject({ appointmentId: desks.id, patient: { id: ingrid } })
  expect(conflict.atDesk.facts).toContainEqual({ name: 'start', value: START })
  expect(conflict.atPortal).toEqual({
    patient: { id: kari, name: expect.stringContaining(' ') },
    appointmentId: null,
    facts: [
      { name: 'start', value: START },
      { name: 'with', value: clinicians[0].name },
      { name: 'status', value: 'booked' }
    ]
  })
})

it('carries out what was chosen, once', async () => {
  const { conflict, conflicts, desk, desks, kari, look } = await openWithTwoInOnePlace()
  const decide = async (choice: 'cancel' | 'keep-ours') =>
    await desk.call('portal.decide', { id: conflict.id, choice })
  await expect(decide('keep-ours')).rejects.toMatchObject({ code: 'portal-choice-invalid' })
  await decide('cancel')
  expect(await look(desks)).toMatchObject({ status: 'cancelled', cancelReason: 'double-booked' })
  const theirs = await desk.call('appointments.forPatient', { patientId: kari, limit: 1 })
  expect(theirs.appointments).toMatchObject([{ status: 'booked', isOverbooked: false }])
  expect(await conflicts()).toEqual([])
  await expect(decide('cancel')).rejects.toMatchObject({ code: 'portal-decided' })
  await expect(desk.call('portal.decide', { id: 999, choice: 'seen' })).rejects.toMatchObject({
    code: 'not-found'
  })
})

it('asks once about two in one place where the desk’s was refused before the portal’s came in', async () => {
  const { apply, book, conflicts, show } = await openAtOdds()
  const { appointment } = await book(PLACE)
  const choices = ['overbook', 'move', 'cancel'] as const
  await show('Appointment', 'a1', {
    ...{ is: 'conflict', localId: appointment.id },
    clash: { kind: 'slot-taken', ours: null, theirs: booked(), choices }
  })
  expect(await apply('Appointment', { resource: booked() })).toMatchObject({ is: 'applied' })
  expect(await conflicts()).toHaveLength(1)
})

it('leaves both where both are kept', async () => {
  const { conflict, conflicts, desk, desks, look } = await openWithTwoInOnePlace()
  await desk.call('portal.decide', { id: conflict.id, choice: 'overbook' })
  expect((await look(desks)).status).toBe('booked')
  expect(await conflicts()).toEqual([])
})

it('says of a patient’s cancellation what it beat', async () => {
  const portal = await openAtOdds()
  await portal.apply('Appointment', { resource: booked() })
  const { appointments } = await portal.desk.call('appointments.forPatient', {
    ...{ patientId: portal.kari, limit: 1 }
  })
  const localId = AppointmentId.parse(appointments[0]?.id)
  await portal.desk.call('appointments.move', {
    ...{ id: localId, version: appointments[0]?.version ?? 0, clinicianId: portal.clinicians[0].id },
    ...{ date: '2026-12-07', time: '10:00', durationMinutes: 20, isOverbooking: false }
  })
  const cancelled = booked({
    status: 'cancelled',
    cancelationReason: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason', code: 'pat' }
      ]
    }
  })
  const outcome = await portal.apply('Appointment', {
    ...{ resource: cancelled, base: booked(), localId, isPending: true }
  })
  await portal.show('Appointment', 'a1', outcome)
  const [conflict] = await portal.conflicts()
  expect(conflict).toMatchObject({ kind: 'cancelled-by-patient', choices: ['seen'] })
  const said = { name: 'status', value: 'cancelled-by-patient' }
  expect(conflict?.atPortal.facts).toContainEqual(said)
  expect(conflict?.atDesk.facts).toContainEqual(said)
})

it('shows contact details as they are at the desk now, and takes the portal’s where that is chosen', async () => {
  const portal = await openAtOdds()
  const kari = await portal.register({
    ...{ familyName: 'Moe', givenName: 'Siri', nationalNumber: '57858730165', mobile: '41000002' },
    email: 'siri@example.org'
  })
  const base = { ...(await portal.body('Patient', kari)), id: 'siri' }
  await portal.agree({ type: 'Patient', localId: kari }, 'siri', base)
  const withEmail = (value: string) => ({
    ...base,
    telecom: (base.telecom ?? []).map((one) => (one.system === 'email' ? { ...one, value } : one))
  })
  await portal.apply('Patient', { resource: withEmail('desk@example.org'), base, localId: kari })
  const outcome = await portal.apply('Patient', {
    ...{ resource: withEmail('portal@example.org'), base, localId: kari }
  })
  await portal.show('Patient', 'siri', outcome)
  const [conflict] = await portal.conflicts()
  expect(conflict?.atDesk.facts).toContainEqual({ name: 'email', value: 'desk@example.org' })
  expect(conflict?.atPortal.facts.map(({ name }) => name)).toEqual(['name', 'mobile', 'email'])
  expect(conflict?.atPortal.facts).toContainEqual({ name: 'mobile', value: '410 00 002' })
  expect(conflict?.atPortal.facts).toContainEqual({ name: 'email', value: 'portal@example.org' })
  await portal.desk.call('portal.decide', { id: conflict?.id ?? 0, choice: 'take-theirs' })
  const { email } = await portal.desk.call('patients.open', { id: kari, reason: null })
  expect(email?.value).toBe('portal@example.org')
})

it('tells the portal of the desk’s that stays beside the patient’s, without a slot of its own', async () => {
  const portal = await openAtOdds()
  const { appointment } = await portal.book({ ...PLACE, patientId: portal.kari })
  const ours = await portal.body('Appointment', appointment.id)
  expect(ours.slot).toEqual([{ reference: 'Slot/s1' }])
  const clash = { kind: 'slot-taken', ours, theirs: booked(), choices: ['overbook'] } as const
  await portal.show('Appointment', 'a1', { is: 'conflict', localId: appointment.id, clash })
  const [conflict] = await portal.conflicts()
  // Also where nothing has been read yet since the program was started.
  portal.core.settings.forget()
  await portal.desk.call('portal.decide', { id: conflict?.id ?? 0, choice: 'overbook' })
  expect(await portal.look(appointment)).toMatchObject({ status: 'booked', isOverbooked: true })
  expect((await portal.body('Appointment', appointment.id)).slot).toBeUndefined()
})
