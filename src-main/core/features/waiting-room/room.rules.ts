import type { ClinicianId, RoomId } from '@contract/ids'
import type { WallVisit } from './wall.rules'

/** The room this clinician last called somebody into; null for none. */
export function rememberedRoom(visits: readonly WallVisit[], clinicianId: ClinicianId): RoomId | null {
  const called = visits
    .filter(
      (visit) => visit.clinicianId === clinicianId && visit.roomId !== null && visit.inProgressAt !== null
    )
    .sort((a, b) => Date.parse(b.inProgressAt ?? '') - Date.parse(a.inProgressAt ?? ''))
  return called[0]?.roomId ?? null
}
