import type { Appointment, FreeSlot } from '@contract/appointments'
import { AppointmentId, AppointmentTypeId, ClinicianId, PatientId } from '@contract/ids'
import type { AffectedBooking } from '@contract/schedules'
import { describe, expect, it } from 'vitest'
import { clashes, decisionsOf, firstFitting, placesOf, type Choice } from './resolve-plan'

const ANNE = ClinicianId.parse(1)
const JONAS = ClinicianId.parse(2)

const slot = (time: string, clinicianId = ANNE): FreeSlot => ({
  clinicianId,
  date: '2026-12-03',
  time,
  durationMinutes: 20
})

const appointment = (id: number): Appointment => ({
  id: AppointmentId.parse(id),
  version: 1,
  patientId: PatientId.parse(id),
  patientFamilyName: 'Fjellbekk',
  patientGivenName: 'Test',
  patientAge: 39,
  clinicianId: ANNE,
  typeId: AppointmentTypeId.parse(1),
  date: '2026-12-02',
  time: '09:00',
  durationMinutes: 20,
  start: '2026-12-02T08:00:00Z',
  end: '2026-12-02T08:20:00Z',
  status: 'booked',
  encounterStatus: null,
  isOverbooked: false,
  isLeftUnseen: false,
  note: '',
  roomId: null,
  resourceIds: [],
  cancelReason: null,
  isCancelledLate: false,
  series: null,
  arrivedAt: null,
  inProgressAt: null,
  finishedAt: null,
  confirmedAt: null,
  messageState: 'none',
  alerts: []
})

const booking = (id: number, same: FreeSlot[], other: FreeSlot[] = []): AffectedBooking => ({
  appointment: appointment(id),
  notes: [],
  sameClinician: same,
  otherClinician: other
})

describe('moving all to the first fitting time', () => {
  it('gives no two the same place', () => {
    const bookings = [
      booking(1, [slot('10:00'), slot('10:20')]),
      booking(2, [slot('10:10'), slot('10:20')]),
      booking(3, [slot('10:00')], [slot('11:00', JONAS)])
    ]
    const choices = firstFitting(bookings, new Map())
    const slots = [1, 2, 3].map((id) => choices.get(AppointmentId.parse(id)))
    expect(slots).toEqual([
      { kind: 'move', slot: slot('10:00') },
      { kind: 'move', slot: slot('10:20') },
      { kind: 'move', slot: slot('11:00', JONAS) }
    ])
    expect(clashes(bookings, choices).size).toBe(0)
  })

  it('leaves one without a place as it was', () => {
    const kept: Choice = { kind: 'keep' }
    const choices = firstFitting([booking(1, [])], new Map([[AppointmentId.parse(1), kept]]))
    expect(choices.get(AppointmentId.parse(1))).toEqual(kept)
  })
})

describe('places chosen by hand', () => {
  it('are told to clash when an earlier one has been given the time', () => {
    const bookings = [booking(1, [slot('10:00')]), booking(2, [slot('10:10')])]
    const choices = new Map<AppointmentId, Choice>([
      [AppointmentId.parse(1), { kind: 'move', slot: slot('10:00') }],
      [AppointmentId.parse(2), { kind: 'move', slot: slot('10:10') }]
    ])
    expect([...clashes(bookings, choices)]).toEqual([2])
  })

  it('do not clash with another clinician’s at the same time', () => {
    const bookings = [booking(1, []), booking(2, [])]
    const choices = new Map<AppointmentId, Choice>([
      [AppointmentId.parse(1), { kind: 'move', slot: slot('10:00') }],
      [AppointmentId.parse(2), { kind: 'move', slot: slot('10:00', JONAS) }]
    ])
    expect(clashes(bookings, choices).size).toBe(0)
  })
})

describe('what the core is asked', () => {
  it('is about the bookings decided on only', () => {
    const choices = new Map<AppointmentId, Choice>([
      [AppointmentId.parse(1), { kind: 'cancel', notifyPatient: true }],
      [AppointmentId.parse(2), null]
    ])
    expect(decisionsOf([booking(1, []), booking(2, [])], choices)).toEqual([
      { appointmentId: 1, version: 1, action: { kind: 'cancel', notifyPatient: true } }
    ])
  })

  it('names the version of one that has been taken back since', () => {
    const id = AppointmentId.parse(1)
    const kept = new Map<AppointmentId, Choice>([[id, { kind: 'keep' }]])
    expect(decisionsOf([booking(1, [])], kept, new Map([[id, 4]]))).toEqual([
      { appointmentId: 1, version: 4, action: { kind: 'keep' } }
    ])
  })
})

it('knows the places that have been chosen, for they are offered to nobody else', () => {
  const choices = new Map<AppointmentId, Choice>([
    [AppointmentId.parse(1), { kind: 'move', slot: slot('10:00') }],
    [AppointmentId.parse(2), { kind: 'cancel', notifyPatient: true }],
    [AppointmentId.parse(3), null]
  ])
  expect(placesOf(choices)).toEqual([slot('10:00')])
})
