import type { AppointmentId, ClinicianId, RoomId } from '@contract/ids'
import type { ArrivalCode, WallBoard } from '@contract/waiting-room'
import type { DayVisit } from './board.rules'
import { computedDelay, delayNow, toldMinutes } from './delay.rules'
import type { BoardFacts } from './board.rules'
import { isWaiting } from './waiting-room-steps.rules'

export type WallVisit = DayVisit & { readonly id: AppointmentId; readonly roomId: RoomId | null }

export interface WallFacts extends Pick<BoardFacts, 'now' | 'codes' | 'setDelays'> {
  readonly visits: readonly WallVisit[]
  readonly rooms: ReadonlyMap<RoomId, string>
  readonly clinicians: readonly { readonly id: ClinicianId; readonly name: string }[]
}

/** How long somebody who was called in stands on the wall, and how many at most, so that each is large. */
const CALLED_MINUTES = 5
const MOST_CALLED = 6
/** Less is no delay worth a line on a wall. */
const WORTH_SAYING_MINUTES = 10

/** What the wall shows: codes, never who somebody is. Whoever has none is not on it. */
export function wallOf(facts: WallFacts): Pick<WallBoard, 'called' | 'waiting' | 'delays'> {
  const { now, visits, codes, rooms } = facts
  const nowMs = Date.parse(now)
  const called = visits.flatMap(({ id, encounterStatus, inProgressAt, roomId }) => {
    const code = codes.get(id)
    if (encounterStatus !== 'in-progress' || inProgressAt === null || code === undefined) return []
    if (Date.parse(inProgressAt) + CALLED_MINUTES * 60_000 <= nowMs) return []
    return [{ code, room: roomId === null ? null : (rooms.get(roomId) ?? null), at: inProgressAt }]
  })
  return {
    called: called.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MOST_CALLED),
    waiting: waitingCodes(visits, codes),
    delays: delaysOf(facts)
  }
}

function waitingCodes(visits: readonly WallVisit[], codes: WallFacts['codes']): ArrivalCode[] {
  return visits
    .filter(isWaiting)
    .sort((a, b) => Date.parse(a.arrivedAt ?? '') - Date.parse(b.arrivedAt ?? '') || a.id - b.id)
    .map(({ id }) => codes.get(id))
    .filter((code) => code !== undefined)
}

function delaysOf({ now, visits, setDelays, clinicians }: WallFacts): WallBoard['delays'] {
  return clinicians
    .map(({ id, name }) => {
      const own = visits.filter(({ clinicianId }) => clinicianId === id)
      const minutes = delayNow(computedDelay(own, now), setDelays.get(id) ?? null)
      return { clinicianName: name, minutes }
    })
    .filter(({ minutes }) => minutes >= WORTH_SAYING_MINUTES)
    .map(({ clinicianName, minutes }) => ({ clinicianName, minutes: toldMinutes(minutes) }))
}
