import { expect, it } from 'vitest'
import { AppointmentChangeId, AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import { differenceOf, type AppointmentFields, type ChangeKind } from './appointment-record'
import { historyOf } from './history.rules'

const booked: AppointmentFields = {
  clinicianId: ClinicianId.parse(1),
  typeId: AppointmentTypeId.parse(1),
  startAt: '2026-12-03T09:00:00Z',
  endAt: '2026-12-03T09:20:00Z',
  date: '2026-12-03',
  time: '10:00',
  status: 'booked',
  encounterStatus: 'planned',
  isOverbooked: false,
  isLeftUnseen: false,
  note: '',
  roomId: null,
  resourceIds: '[]',
  cancelReason: null,
  isCancelledLate: false,
  arrivedAt: null,
  inProgressAt: null,
  finishedAt: null,
  confirmedAt: null,
  toldStartAt: null,
  toldAt: null
}

function step(id: number, kind: ChangeKind, before: AppointmentFields, after: AppointmentFields) {
  return {
    id: AppointmentChangeId.parse(id),
    appointmentId: AppointmentId.parse(1),
    changedAt: '2026-12-01T08:00:00Z',
    userName: 'Randi Berg',
    kind,
    undoneBy: null,
    seriesStepId: null,
    ...differenceOf(before, after)
  }
}

it('reads each step from the fields as they were', () => {
  const noted = { ...booked, note: 'Tolk' }
  const longer = { ...noted, endAt: '2026-12-03T09:40:00Z' }
  const arrived = { ...longer, status: 'arrived', encounterStatus: 'arrived' } as const
  const left = { ...arrived, encounterStatus: 'cancelled', isLeftUnseen: true } as const
  const changes = [
    step(4, 'left-unseen', arrived, left),
    step(3, 'arrived', longer, arrived),
    step(2, 'resized', noted, longer),
    step(1, 'note', booked, noted)
  ]
  const names = { clinicians: new Map([[ClinicianId.parse(1), 'Anne Lunde']]), types: new Map() }
  expect(historyOf(changes, left, names).map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['left-unseen', 'arrived', 'left-unseen'],
    ['arrived', 'booked', 'arrived'],
    ['resized', '2026-12-03 10:00 (20) · Anne Lunde', '2026-12-03 10:00 (40) · Anne Lunde'],
    ['note', '', 'Tolk']
  ])
})

it('keeps only the fields that changed', () => {
  expect(differenceOf(booked, { ...booked, note: 'Tolk', roomId: null })).toEqual({
    before: { note: '' },
    after: { note: 'Tolk' }
  })
})
