import type { AppointmentId, ResourceId, ResourceKindId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { listResources } from '../schedules'
import type { Span } from './openings.rules'
import { resourceUses } from './resource-use.queries'

const DAY_MS = 86_400_000

/** When the rooms and equipment that a type needs are taken, as far as a search has read. */
export interface ResourceTimes {
  read(reader: Reader, fromMs: number, untilMs: number): Promise<void>
  /** Until when one of the kinds is taken altogether for a visit that begins there; null: one of each is free. */
  readonly blockedUntil: (startMs: number) => number | null
}

export interface ResourceTimesWanted {
  readonly needs: readonly ResourceKindId[]
  readonly durationMs: number
  /** A visit whose own devices count as free. */
  readonly exceptId: AppointmentId | null
}

/** Kinds of which the clinic has none in use block nothing: that is said where the visit is booked. */
export async function createResourceTimes(
  reader: Reader,
  { needs, durationMs, exceptId }: ResourceTimesWanted
): Promise<ResourceTimes> {
  const { kinds, resources } = await listResources(reader)
  const groups = needs
    .filter((kindId) => kinds.some(({ id, isActive }) => id === kindId && isActive))
    .map((kindId) => resources.filter((one) => one.kindId === kindId && one.isActive).map(({ id }) => id))
    .filter((group) => group.length > 0)
  const taken = new Map<ResourceId, Map<number, Span[]>>()

  /** When the device is free again; null: it is free all along. */
  function takenUntil(id: ResourceId, startMs: number): number | null {
    const days = taken.get(id)
    for (let day = dayOf(startMs); day <= dayOf(startMs + durationMs - 1); day += 1)
      for (const [fromMs, untilMs] of days?.get(day) ?? [])
        if (fromMs < startMs + durationMs && untilMs > startMs) return untilMs
    return null
  }

  return {
    async read(reading, fromMs, untilMs) {
      const period = { from: stored(fromMs), until: stored(untilMs) }
      for (const use of await resourceUses(reading, groups.flat(), period)) {
        if (use.appointmentId === exceptId) continue
        const span: Span = [Date.parse(use.startAt), Date.parse(use.endAt)]
        const days = taken.get(use.resourceId) ?? new Map<number, Span[]>()
        taken.set(use.resourceId, days)
        for (let day = dayOf(span[0]); day <= dayOf(span[1] - 1); day += 1)
          days.set(day, [...(days.get(day) ?? []), span])
      }
    },
    blockedUntil(startMs) {
      for (const group of groups) {
        const ends = group.map((id) => takenUntil(id, startMs))
        const isFree = ends.includes(null)
        if (!isFree) return Math.min(...ends.filter((end) => end !== null))
      }
      return null
    }
  }
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS)
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
