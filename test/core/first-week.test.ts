import { expect, it } from 'vitest'
import { openDesk } from './fixtures/desk'

it('gives a new clinician the hours of the first week, also when the schedules have been looked at before', async () => {
  const { desk, manager } = await openDesk()
  const monday = { from: '2026-12-07', days: 1 }
  await desk.call('schedules.days', { clinicianIds: [], ...monday })
  const workingHours = [{ weekday: 1, startMinute: 480, endMinute: 960 }]
  const draft = { id: null, name: 'Ny Lege', colour: 'teal', isActive: true, defaultRoomId: null } as const
  const { id } = await manager.call('clinicians.save', { ...draft, workingHours })
  const [column] = await desk.call('schedules.days', { clinicianIds: [id], ...monday })
  expect(column?.days[0]?.sessions).toEqual([
    { startMinute: 480, endMinute: 960, kind: 'ordinary', heldUntilMinute: null, roomId: null }
  ])
  const { templates } = await desk.call('schedules.get', { clinicianId: id })
  expect(templates).toHaveLength(1)
})
