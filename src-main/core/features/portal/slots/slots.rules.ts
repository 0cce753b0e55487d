import type { AppointmentType } from '@contract/appointments'
import type { AppointmentTypeId } from '@contract/ids'
import type { Session } from '@contract/sessions'

type SlotType = Pick<AppointmentType, 'id' | 'allowedSessions' | 'durationMinutes' | 'bufferMinutes'>

/** In minutes of the clinic's clock. */
export interface MinuteSlot {
  readonly typeId: AppointmentTypeId
  readonly startMinute: number
  readonly endMinute: number
}

/**
 * The slots of a clinician's day. They never overlap, so that one patient's booking can take no other's place, and lie
 * on a grid that bookings do not shift: each session is cut by the longest of the types that belong in it, and the
 * shorter ones fit into the same slots. An urgent session that is held back is not offered.
 */
export function slotsOfDay(sessions: readonly Session[], types: readonly SlotType[]): MinuteSlot[] {
  return sessions.flatMap((session) => {
    const longest = longestOf(fittingTypes(session, types))
    return longest ? cut(session, longest) : []
  })
}

/** Those that may be booked in a slot: they belong in its session and are not longer. */
export function typesForSlot<T extends SlotType>(
  { id, minutes }: { id: AppointmentTypeId; minutes: number },
  types: readonly T[]
): T[] {
  const first = types.find((type) => type.id === id)
  if (!first) return []
  const others = types.filter(
    (type) =>
      type.id !== id &&
      type.durationMinutes <= minutes &&
      first.allowedSessions.every((kind) => type.allowedSessions.includes(kind))
  )
  return [first, ...others]
}

function fittingTypes({ kind }: Session, types: readonly SlotType[]): SlotType[] {
  return kind === 'blocked' ? [] : types.filter(({ allowedSessions }) => allowedSessions.includes(kind))
}

/** Of several equally long ones the first, so that the same is found again. */
function longestOf(types: readonly SlotType[]): SlotType | null {
  return types.reduce<SlotType | null>(
    (longest, type) => (longest && longest.durationMinutes >= type.durationMinutes ? longest : type),
    null
  )
}

function cut(
  { startMinute, endMinute }: Session,
  { id, durationMinutes, bufferMinutes }: SlotType
): MinuteSlot[] {
  const step = durationMinutes + bufferMinutes
  const count = Math.max(0, Math.floor((endMinute - startMinute + bufferMinutes) / step))
  return Array.from({ length: count }, (_, index) => ({
    typeId: id,
    startMinute: startMinute + index * step,
    endMinute: startMinute + index * step + durationMinutes
  }))
}

/** A stretch of time in milliseconds since 1970, its end excluded. */
interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

export interface Taken {
  /** Appointments that stand. */
  readonly visits: readonly Stretch[]
  /** What is kept free after visits, and places held for an offer to the waiting list. */
  readonly keptFree: readonly Stretch[]
}

/** `gone` where the schedule has the slot no more, or where nobody can be given it although nobody has it. */
export function slotStatus(
  slot: Stretch,
  { visits, keptFree }: Taken,
  isOffered: boolean
): 'free' | 'busy' | 'gone' {
  const overlaps = (other: Stretch) => other.startMs < slot.endMs && other.endMs > slot.startMs
  if (visits.some(overlaps)) return 'busy'
  return !isOffered || keptFree.some(overlaps) ? 'gone' : 'free'
}
