import { AppointmentId, ClinicianId, RoomId } from '@contract/ids'
import type { ArrivalCode } from '@contract/waiting-room'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../../test/builders/appointment-view'
import { wallOf, type WallFacts } from './wall.rules'

const at = (time: string): string => `2026-12-03T${time}:00Z`
const code = (id: number, text: ArrivalCode) => [AppointmentId.parse(id), text] as const
const facts = (changes: Partial<WallFacts>): WallFacts => ({
  now: at('09:30'),
  visits: [],
  codes: new Map([code(1, 'KT47'), code(2, 'DM35'), code(3, 'RX62')]),
  setDelays: new Map(),
  rooms: new Map([[RoomId.parse(3), 'Rom 3']]),
  clinicians: [{ id: ClinicianId.parse(1), name: 'Anne Lunde' }],
  ...changes
})
const waiting = (id: number, arrivedAt: string) =>
  appointmentView({ id, status: 'arrived', encounterStatus: 'arrived', arrivedAt: at(arrivedAt) })
const inside = (id: number, inProgressAt: string, roomId: number | null = 3) =>
  appointmentView({
    id,
    status: 'checked-in',
    encounterStatus: 'in-progress',
    arrivedAt: at('09:00'),
    inProgressAt: at(inProgressAt),
    roomId
  })

it('shows codes in the order of arrival, and where those just called in go', () => {
  const visits = [waiting(1, '09:20'), waiting(2, '09:05'), inside(3, '09:28')]
  expect(wallOf(facts({ visits }))).toEqual({
    called: [{ code: 'RX62', room: 'Rom 3', at: at('09:28') }],
    waiting: ['DM35', 'KT47'],
    delays: [{ clinicianName: 'Anne Lunde', minutes: 20 }]
  })
})

it('takes who was called in off after five minutes, and shows the newest first', () => {
  const visits = [inside(1, '09:24'), inside(2, '09:26'), inside(3, '09:29', null)]
  expect(wallOf(facts({ visits })).called).toEqual([
    { code: 'RX62', room: null, at: at('09:29') },
    { code: 'DM35', room: 'Rom 3', at: at('09:26') }
  ])
})

it('says nothing that names a patient, also of one without a code', () => {
  const visits = [waiting(1, '09:20'), waiting(9, '09:21')]
  const wall = wallOf(facts({ visits }))
  expect(wall.waiting).toEqual(['KT47'])
  expect(JSON.stringify(wall)).not.toMatch(/Sørlie|Ingrid/)
})

it('tells of a delay from ten minutes on, in whole five', () => {
  const delays = (minutes: number) =>
    wallOf(
      facts({
        setDelays: new Map([[ClinicianId.parse(1), { minutes, until: at('12:00'), userName: 'Anne Lunde' }]])
      })
    ).delays
  expect(delays(9)).toEqual([])
  expect(delays(22)).toEqual([{ clinicianName: 'Anne Lunde', minutes: 25 }])
})
