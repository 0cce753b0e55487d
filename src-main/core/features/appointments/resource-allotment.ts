import type { AppointmentId, ClinicianId, ResourceId, ResourceKindId, RoomId } from '@contract/ids'
import type { CivilDate, WallTime } from '@contract/values'
import type { PlaceNote } from '@contract/place-notes'
import type { Resources } from '@contract/schedules'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { listResources, type ScheduleMemory } from '../schedules'
import { listClinicians, type Settings } from '../settings'
import { NO_RESOURCES, resourceIdsOf, type AppointmentRecord } from './appointment-record'
import { minuteOf, wallTimeOf, type Place } from './place.rules'
import { chooseResources, type ResourceChoice, type ResourceWish } from './resource-choice.rules'
import { resourceUses, type ResourceUse } from './resource-use.queries'
import type { TypeMemory } from './type-memory'

export interface AllotmentDependencies {
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly types: TypeMemory
  readonly settings: Pick<Settings, 'read'>
}

export interface AllotmentRequest {
  readonly typeId: AppointmentRecord['typeId']
  readonly place: Place
  /** Devices and rooms chosen by name; null: as it has, or a free one of each kind. */
  readonly named: readonly ResourceId[] | null
  /** The appointment as it is now; null: it is being booked. */
  readonly before: AppointmentRecord | null
}

/** Which rooms and equipment a visit takes. */
export interface Allotment {
  /** @returns the ids as the table keeps them. @throws AppError `resource-taken`, `not-found` */
  take(reader: Reader, request: AllotmentRequest): Promise<string>
  /** What a booking there would meet. */
  notes(reader: Reader, request: AllotmentRequest): Promise<PlaceNote[]>
}

interface Found extends ResourceChoice {
  readonly resources: Resources
  readonly uses: readonly ResourceUse[]
  readonly timeZone: string
}

export function createAllotment({ schedules, types, settings }: AllotmentDependencies): Allotment {
  async function find(reader: Reader, request: AllotmentRequest): Promise<Found | null> {
    const { typeId, place, named, before } = request
    const needs = (await types.get(reader, typeId)).needs
    const hasNone = before === null || before.resourceIds === NO_RESOURCES
    if (needs.length === 0 && hasNone && (named === null || named.length === 0)) return null
    const resources = await listResources(reader)
    const wish: ResourceWish = {
      needs: needs.filter((id) => resources.kinds.some((kind) => kind.id === id && kind.isActive)),
      named,
      current: before ? resourceIdsOf(before.resourceIds) : [],
      neededBefore: before ? (await types.get(reader, before.typeId)).needs : [],
      roomId: await roomOf(reader, place)
    }
    const uses = await usesBeside(reader, resources, place, before?.id ?? null)
    const busy = new Set(uses.map(({ resourceId }) => resourceId))
    const choice = chooseResources(wish, resources.resources, (id) => !busy.has(id))
    return { ...choice, resources, uses, timeZone: (await settings.read(reader)).timeZone }
  }

  /** Where the clinician works at that time. */
  async function roomOf(reader: Reader, { clinicianId, date, time }: Place): Promise<RoomId | null> {
    const { sessions } = (await schedules.book(reader)).day(clinicianId, date)
    const minute = minuteOf(time)
    const session = sessions.find(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute)
    return session?.roomId ?? (await usualRoom(reader, clinicianId))
  }

  return {
    async take(reader, request) {
      const found = await find(reader, request)
      if (!found) return NO_RESOURCES
      const { ids, taken, resources, uses, timeZone } = found
      const kindTaken = taken[0]
      if (kindTaken !== undefined)
        throw new AppError('resource-taken', kindRefusal(kindTaken, request.place, found))
      const known = new Map(resources.resources.map((one) => [one.id, one]))
      for (const id of ids) {
        const one = known.get(id)
        if (!one) throw new AppError('not-found')
        const until = uses.findLast(({ resourceId }) => resourceId === id)?.endAt
        if (until)
          throw new AppError('resource-taken', { resource: one.name, ...wallTimeOf(until, timeZone) })
      }
      return JSON.stringify(ids)
    },
    async notes(reader, request) {
      const found = await find(reader, request)
      if (!found) return []
      const { taken, missing, resources } = found
      const nameOf = (id: ResourceKindId): string =>
        resources.kinds.find((kind) => kind.id === id)?.name ?? ''
      return [
        ...taken.map((id): PlaceNote => {
          const refusal = kindRefusal(id, request.place, found)
          return { code: 'resource-taken', ...refusal }
        }),
        ...missing.map((id): PlaceNote => ({ code: 'resource-missing', resource: nameOf(id) }))
      ]
    }
  }
}

async function usualRoom(reader: Reader, clinicianId: ClinicianId): Promise<RoomId | null> {
  const clinician = (await listClinicians(reader)).find(({ id }) => id === clinicianId)
  return clinician?.defaultRoomId ?? null
}

async function usesBeside(
  reader: Reader,
  { resources }: Resources,
  { startAt, endAt }: Place,
  exceptId: AppointmentId | null
): Promise<ResourceUse[]> {
  const ids = resources.map(({ id }) => id)
  const uses = await resourceUses(reader, ids, { from: startAt, until: endAt })
  return uses.filter(({ appointmentId }) => appointmentId !== exceptId)
}

/** Until when all of a kind are taken: until the first of them is free again. */
function kindRefusal(
  kindId: ResourceKindId,
  place: Place,
  { resources: { kinds, resources }, uses, timeZone }: Found
): { resource: string; date: CivilDate; until: WallTime } {
  const ends = resources
    .filter((one) => one.kindId === kindId && one.isActive)
    .map(({ id }) => uses.findLast(({ resourceId }) => resourceId === id)?.endAt ?? place.endAt)
    .sort()
  const resource = kinds.find(({ id }) => id === kindId)?.name ?? ''
  return { resource, ...wallTimeOf(ends[0] ?? place.endAt, timeZone) }
}
