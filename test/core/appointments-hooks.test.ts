import { expect, it } from 'vitest'
import {
  appointmentsStartingBetween,
  createAppointments,
  type AppointmentChange
} from '../../src-main/core/features/appointments'
import { createSchedules } from '../../src-main/core/features/schedules'
import { SYSTEM_ACTOR } from '../../src-main/core/rpc/handlers'
import { Session } from '../../src-main/core/rpc/session'
import { openDesk, type Desk } from './fixtures/desk'

function withHook(
  { core, clock }: Desk,
  onChange: (change: AppointmentChange) => Promise<void>
): ReturnType<typeof createAppointments> {
  const { database, audit, events, settings } = core
  const hook = (_: unknown, change: AppointmentChange) => onChange(change)
  const base = { database, clock, audit, events, settings }
  const schedules = createSchedules(base)
  const { holidayName } = schedules
  return createAppointments({ ...base, schedules, holidayName, onChange: [hook] })
}

it('tells those who act on a change, in its transaction, what it was and what it became', async () => {
  const clinic = await openDesk()
  const { appointment } = await clinic.book()
  const heard: AppointmentChange[] = []
  const { handlers } = withHook(clinic, async (change) => {
    heard.push(change)
  })
  const call = { actor: SYSTEM_ACTOR, session: new Session() }
  const input = { id: appointment.id, version: 1, reason: 'patient', notifyPatient: false } as const
  const { changeId } = await handlers['appointments.cancel'](input, call)
  await handlers['appointments.undo']({ changeId }, call)
  expect(heard).toMatchObject([
    {
      kind: 'cancelled',
      changeId,
      before: { status: 'booked' },
      after: { status: 'cancelled', cancelReason: 'patient' },
      actor: SYSTEM_ACTOR,
      notifyPatient: false,
      undoneKind: null
    },
    { kind: 'undone', undoneKind: 'cancelled', before: { status: 'cancelled' }, after: { status: 'booked' } }
  ])
})

it('changes nothing and tells nobody when what hangs on the change fails', async () => {
  const clinic = await openDesk()
  const { appointment } = await clinic.book()
  const { handlers } = withHook(clinic, () => Promise.reject(new Error('the outbox is full')))
  const before = clinic.events.length
  const input = { id: appointment.id, version: 1, note: 'Tolk' }
  const noting = handlers['appointments.setNote'](input, { actor: SYSTEM_ACTOR, session: new Session() })
  await expect(noting).rejects.toThrow('the outbox is full')
  expect(await clinic.look(appointment)).toEqual(appointment)
  expect(await clinic.desk.call('appointments.history', { id: appointment.id })).toHaveLength(1)
  expect(clinic.events.slice(before)).toEqual([])
})

it('lists for reminders those that still stand, in time order', async () => {
  const { book, core, desk, odd } = await openDesk()
  const later = await book({ time: '11:00' })
  const earlier = await book({ time: '10:00', patientId: odd })
  const gone = await book({ time: '10:30' })
  await desk.call('appointments.cancel', {
    id: gone.appointment.id,
    version: 1,
    reason: 'clinic',
    notifyPatient: false
  })
  await book({ date: '2026-12-04' })
  const between = { from: '2026-12-03T00:00:00Z', until: '2026-12-04T00:00:00Z', limit: 10 }
  const found = await appointmentsStartingBetween(core.database.reader, between)
  expect(found.map(({ id }) => id)).toEqual([earlier.appointment.id, later.appointment.id])
})
