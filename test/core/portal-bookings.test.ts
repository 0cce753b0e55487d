import type { Appointment } from '@medplum/fhirtypes'
import { expect, it } from 'vitest'
import { AppointmentId, type PatientId } from '../../src-preload/contract/ids'
import { isRemindedByPortal } from '../../src-main/core/features/portal'
import { setSlotStatus } from '../../src-main/core/features/portal/slots/slots.queries'
import { openBookablePortal } from './fixtures/portal-kinds'

const START = '2026-12-04T08:20:00Z'
const PLACE = { date: '2026-12-04', time: '09:20' }

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

async function openWithSlot() {
  const portal = await openBookablePortal()
  const slot = await portal.slotAt(START)
  await portal.agree({ type: 'Slot', localId: slot.id }, 's1')
  const of = async (patientId: PatientId) =>
    (await portal.desk.call('appointments.forPatient', { patientId, limit: 10 })).appointments
  return { ...portal, slot, of }
}

it('makes of a portal booking an appointment as the desk makes one, and tells the portal so', async () => {
  const portal = await openWithSlot()
  const outcome = await portal.apply('Appointment', { resource: booked() })
  const [appointment] = await portal.of(portal.kari)
  expect(outcome).toEqual({ is: 'applied', localId: appointment?.id })
  expect(appointment).toMatchObject({ ...PLACE, status: 'booked', durationMinutes: 20, isOverbooked: false })
  const id = AppointmentId.parse(appointment?.id)
  const [step] = await portal.desk.call('appointments.history', { id })
  expect(step).toMatchObject({ kind: 'booked', userName: 'Portal' })
  expect(portal.events).toContainEqual(expect.objectContaining({ event: 'appointments.changed' }))
  const messages = await portal.core.database.reader
    .selectFrom('message')
    .select('purpose')
    .where('appointment_id', '=', id)
    .orderBy('id')
    .execute()
  expect(messages.map(({ purpose }) => purpose)).toContain('booking-confirmation')
  const body = await portal.body('Appointment', id, { base: booked() })
  expect(body.identifier).toEqual([
    { system: 'urn:skranke:c1:Appointment', value: String(id) },
    { system: 'urn:skranke:portal:booking', value: 'b1' }
  ])
  expect(body.participant[0]?.status).toBe('accepted')
})

it('lets the patient keep a place that the desk has given away, and asks somebody to decide', async () => {
  const portal = await openWithSlot()
  const { appointment: other } = await portal.book(PLACE)
  const outcome = await portal.apply('Appointment', { resource: booked() })
  const [kept] = await portal.of(portal.kari)
  expect(outcome).toMatchObject({
    is: 'conflict',
    localId: kept?.id,
    clash: { kind: 'slot-taken', choices: ['overbook', 'move', 'cancel'] }
  })
  expect(kept).toMatchObject({ ...PLACE, status: 'booked', isOverbooked: true })
  expect((await portal.look(other)).status).toBe('booked')
})

it('cancels the desk’s for the clinic where that is chosen, and leaves the portal’s', async () => {
  const portal = await openWithSlot()
  const { appointment: other } = await portal.book(PLACE)
  const outcome = await portal.apply('Appointment', { resource: booked() })
  if (outcome.is !== 'conflict') throw new Error('two have one place')
  const conflict = {
    id: 1,
    type: 'Appointment' as const,
    localId: outcome.localId,
    remoteId: 'a1',
    ...outcome.clash
  }
  const actor = { userId: null, name: 'Randi Berg', role: 'receptionist' as const }
  await portal.core.database.write(async (transaction) => {
    await portal.kinds.Appointment.decide?.(transaction, { conflict, choice: 'cancel', actor })
  })
  expect(await portal.look(other)).toMatchObject({ status: 'cancelled', cancelReason: 'double-booked' })
  expect((await portal.of(portal.kari))[0]?.status).toBe('booked')
})

it('marks a cancellation at the portal under 24 hours before as late, and one in time not', async () => {
  const portal = await openWithSlot()
  await portal.apply('Appointment', { resource: booked() })
  const [appointment] = await portal.of(portal.kari)
  const localId = AppointmentId.parse(appointment?.id)
  const cancelled = booked({
    status: 'cancelled',
    cancelationReason: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason', code: 'pat' }
      ]
    }
  })
  portal.clock.set(portal.clock.now().add({ hours: 1 }))
  const outcome = await portal.apply('Appointment', { resource: cancelled, base: booked(), localId })
  expect(outcome).toEqual({ is: 'applied', localId })
  expect((await portal.of(portal.kari))[0]).toMatchObject({
    status: 'cancelled',
    cancelReason: 'patient',
    isCancelledLate: true
  })
})

it('lets the patient’s cancellation beat the desk’s move, and says so', async () => {
  const portal = await openWithSlot()
  await portal.apply('Appointment', { resource: booked() })
  const [appointment] = await portal.of(portal.kari)
  if (!appointment) throw new Error('it was booked')
  const { id, version } = appointment
  const elsewhere = { clinicianId: portal.clinicians[0].id, durationMinutes: 20, isOverbooking: false }
  await portal.desk.call('appointments.move', {
    id,
    version,
    date: '2026-12-07',
    time: '10:00',
    ...elsewhere
  })
  const outcome = await portal.apply('Appointment', {
    ...{ resource: booked({ status: 'cancelled' }), base: booked(), localId: id, isPending: true }
  })
  expect(outcome).toMatchObject({
    is: 'conflict',
    clash: { kind: 'cancelled-by-patient', choices: ['seen'] }
  })
  expect(await portal.look({ id })).toMatchObject({ status: 'cancelled', isCancelledLate: false })
})

it('never cancels for the portal whom the desk has seen come in', async () => {
  const portal = await openWithSlot()
  const { appointment } = await portal.book({ patientId: portal.kari })
  await portal.desk.call('waitingRoom.arrive', { id: appointment.id })
  const outcome = await portal.apply('Appointment', {
    ...{ resource: booked({ status: 'cancelled' }), base: booked(), localId: appointment.id }
  })
  expect(outcome).toMatchObject({ is: 'conflict', clash: { kind: 'not-allowed' } })
  expect((await portal.look(appointment)).status).toBe('arrived')
})

it('refuses a booking for nobody it knows, in no slot of its own, or beside the slot', async () => {
  const portal = await openWithSlot()
  const stranger = [{ actor: { reference: 'Patient/nobody' }, status: 'accepted' as const }]
  const refusals = await Promise.all(
    [
      booked({ participant: stranger }),
      booked({ slot: [{ reference: 'Slot/nowhere' }] }),
      booked({ start: '2026-12-04T08:25:00Z' })
    ].map(async (resource) => await portal.apply('Appointment', { resource }))
  )
  expect(refusals).toEqual([
    { is: 'refused', reason: 'patient-unknown' },
    { is: 'refused', reason: 'slot-unknown' },
    { is: 'refused', reason: 'not-in-slot' }
  ])
  expect(await portal.of(portal.kari)).toEqual([])
})

it('confirms an appointment of the desk’s when the patient accepts it at the portal', async () => {
  const portal = await openWithSlot()
  const { appointment } = await portal.book({ ...PLACE, patientId: portal.kari })
  const base = { ...(await portal.body('Appointment', appointment.id)), id: 'a1' }
  expect(base.participant[0]?.status).toBe('needs-action')
  const [, ...others] = base.participant
  const participant = [{ actor: { reference: 'Patient/kari' }, status: 'accepted' as const }, ...others]
  await portal.apply('Appointment', { resource: { ...base, participant }, base, localId: appointment.id })
  expect((await portal.look(appointment)).confirmedAt).not.toBeNull()
})

it('tells the portal of a step as it was taken, with the slots it takes', async () => {
  const portal = await openWithSlot()
  const { appointment } = await portal.book({ ...PLACE, patientId: portal.kari, note: 'Hemmelig' })
  const operation = await portal.core.database.reader
    .selectFrom('portal_operation')
    .select(['kind', 'detail'])
    .where('type', '=', 'Appointment')
    .executeTakeFirstOrThrow()
  expect(operation.kind).toBe('book')
  await portal.desk.call('appointments.cancel', {
    ...{ id: appointment.id, version: appointment.version, reason: 'clinic', notifyPatient: false }
  })
  const body = await portal.body('Appointment', appointment.id, { then: JSON.parse(operation.detail) })
  expect(body).toMatchObject({ status: 'booked', start: START, slot: [{ reference: 'Slot/s1' }] })
  expect(JSON.stringify(body)).not.toContain('Hemmelig')
})

it('lets one of two short visits in a slot stand on it at the portal: that which is there, else the first', async () => {
  const portal = await openWithSlot()
  const short = { patientId: portal.kari, durationMinutes: 10 }
  const { appointment: first } = await portal.book({ ...PLACE, ...short })
  const { appointment: second } = await portal.book({ ...PLACE, ...short, time: '09:30' })
  const onSlot = { slot: [{ reference: 'Slot/s1' }] }
  expect(await portal.body('Appointment', first.id)).toMatchObject(onSlot)
  expect(await portal.body('Appointment', second.id)).not.toHaveProperty('slot')
  const there = {
    ...(await portal.body('Appointment', first.id)),
    id: 'a2',
    meta: { versionId: '1' },
    ...onSlot
  }
  await portal.agree({ type: 'Appointment', localId: second.id }, 'a2', there)
  expect(await portal.body('Appointment', second.id, { base: there })).toMatchObject(onSlot)
  const then = {
    place: { ...first, endAt: first.end, startAt: first.start },
    isOverbooked: 0,
    isLive: 1,
    status: 'booked'
  }
  expect(await portal.body('Appointment', first.id, { then: then as never })).not.toHaveProperty('slot')
})

it('knows that the portal reminds of an appointment itself, and says so again to the portal', async () => {
  const portal = await openWithSlot()
  const { appointment } = await portal.book({ ...PLACE, patientId: portal.kari })
  const { reader, driver } = portal.core.database
  const { extension: _clinic, ...body } = await portal.body('Appointment', appointment.id)
  const extension = [{ url: 'urn:skranke:reminded-by', valueCode: 'portal' }]
  const base = { ...body, id: 'a1', extension }
  expect(await isRemindedByPortal(reader, appointment.id)).toBe(false)
  await portal.agree({ type: 'Appointment', localId: appointment.id }, 'a1', base)
  expect(await isRemindedByPortal(reader, appointment.id)).toBe(true)
  expect((await portal.body('Appointment', appointment.id, { base })).extension).toEqual(extension)
  driver.exec(`update portal_connection set state = 'off'`)
  expect(await isRemindedByPortal(reader, appointment.id)).toBe(false)
})

it('says of a visit where it stands or ended, whatever is offered there since', async () => {
  const portal = await openWithSlot()
  await portal.apply('Appointment', { resource: booked() })
  const [appointment] = await portal.of(portal.kari)
  const id = AppointmentId.parse(appointment?.id)
  const setSlot = async (status: 'free' | 'gone') =>
    await portal.core.database.write((transaction) => setSlotStatus(transaction, portal.slot.id, status))
  await setSlot('gone')
  const standing = await portal.body('Appointment', id, { base: booked() })
  expect(standing.slot).toEqual([{ reference: 'Slot/s1' }])
  const { version } = await portal.desk.call('appointments.get', { id })
  await portal.desk.call('appointments.cancel', { id, version, reason: 'clinic', notifyPatient: false })
  const over = await portal.body('Appointment', id, { base: booked() })
  expect(over.slot).toEqual([{ reference: 'Slot/s1' }])
  await setSlot('free')
  const without = await portal.body('Appointment', id, { base: booked({ status: 'cancelled', slot: [] }) })
  expect(without.slot ?? []).toEqual([])
})
