import type { Appointment } from '@medplum/fhirtypes'
import type { JSONWebKeySet } from 'jose'
import { PORTAL_TYPES, type PortalType } from '../../../src-main/core/portal/wire'
import { startForeignPortal } from '../../foreign-server/foreign-portal'
import { seeded } from '../../portal-simulator/chance'
import { book } from '../../portal-simulator/pages/acts'
import type { FhirStore } from '../../portal-simulator/fhir/store'
import { patientById } from '../../portal-simulator/pages/people'
import { freePlaces } from '../../portal-simulator/pages/visits'
import { startPortal } from '../../portal-simulator/start-portal'
import { answerParent, type Tasks } from './child'

export const SERVERS = ['simulator', 'foreign'] as const
export type Server = (typeof SERVERS)[number]

/** How many there are of a type, and how many of the clinic's own names are on them. */
export interface Counted {
  readonly count: number
  readonly names: number
}

/** What a portal can be asked here; the foreign one only what the first load needs. */
export type PortalTasks = {
  url(): string
  register(jwks: JSONWebKeySet): void
  counts(): Record<string, Counted>
  requests(): Record<string, number>
  setLine(isUp: boolean): void
  /** Its clock, and what it says of changes, goes on by so much. */
  skip(minutes: number): void
  tellAll(): void
  /** Looks for so many patients and free places. @returns how many it found */
  prepareBookings(count: number): number
  /** All that were prepared, at once. */
  book(): void
  /** One of those that were prepared. @returns when the patient was told, `Date.now()` */
  bookOne(index: number): number
  /** When one of those that were prepared begins, ISO 8601. */
  startOf(index: number): string
  cancelled(): number
  confirmed(): number
  /** @returns when it was said, `Date.now()` */
  askCode(index: number): number
}

export async function runPortalChild(server: Server): Promise<void> {
  answerParent(server === 'simulator' ? await simulator() : await foreign())
}

function namesOf(resources: readonly { identifier?: unknown }[]): Counted {
  const names = resources.flatMap(({ identifier }) =>
    Array.isArray(identifier)
      ? identifier.flatMap(({ system, value }: { system?: string; value?: string }) =>
          system?.startsWith('urn:skranke:') && !system.endsWith(':operation') ? [`${system}|${value}`] : []
        )
      : []
  )
  return { count: resources.length, names: new Set(names).size }
}

const isConfirmed = ({ identifier = [] }: Appointment): boolean =>
  identifier.some(({ system }) => system === 'urn:skranke:portal:booking') &&
  identifier.some(({ system = '' }) => system.endsWith(':Appointment'))

/** Kept as it happens: a look at a hundred thousand would take longer than what is measured. */
function counted(store: FhirStore): { cancelled: ReadonlySet<string>; confirmed: ReadonlySet<string> } {
  const cancelled = new Set<string>()
  const confirmed = new Set<string>()
  store.onCommitted(({ touched }) => {
    for (const { type, id } of touched) {
      const appointment = type === 'Appointment' ? store.get(type, id) : undefined
      if (!appointment) continue
      if (appointment.status === 'cancelled') cancelled.add(id)
      if (isConfirmed(appointment)) confirmed.add(id)
    }
  })
  return { cancelled, confirmed }
}

async function simulator(): Promise<PortalTasks> {
  const portal = await startPortal()
  const held = { store: portal.store, time: portal.time }
  const random = seeded(1)
  const { cancelled, confirmed } = counted(portal.store)
  let bookings: { readonly start: string; readonly make: () => unknown }[] = []
  return {
    url: () => portal.url,
    register: (jwks: JSONWebKeySet) => portal.tokens.register({ clientId: 'bench', jwks }),
    counts: () => Object.fromEntries(PORTAL_TYPES.map((type) => [type, namesOf(portal.store.list(type))])),
    requests: () => Object.fromEntries(portal.requests),
    setLine: (isUp: boolean) => portal.setLine(isUp),
    skip(minutes: number) {
      portal.time.skewMs += minutes * 60_000
    },
    tellAll: () => portal.events.say({ event: 'changed', data: { types: [...PORTAL_TYPES] } }),
    prepareBookings(count: number) {
      const patients = portal.store
        .list('Patient')
        .slice(0, count)
        .flatMap(({ id }) => patientById(held, id ?? null) ?? [])
      const places = freePlaces(held)
      bookings = patients.flatMap((subject, index) => {
        const place = places[index]
        const acting = { held, random, subject, actor: `Patient/${subject.id}` }
        const make = () => place && book(acting, place, { type: place.types[0], isRequest: false })
        return place ? [{ start: place.start, make }] : []
      })
      return bookings.length
    },
    book() {
      for (const { make } of bookings) make()
    },
    bookOne(index: number) {
      bookings[index]?.make()
      return Date.now()
    },
    startOf: (index: number) => bookings[index]?.start ?? '',
    cancelled: () => cancelled.size,
    confirmed: () => confirmed.size,
    askCode(index: number) {
      const patient = portal.store.list('Patient')[index]
      const at = Date.now()
      portal.line.askCode(patient?.id ?? '', 'login')
      return at
    }
  }
}

async function foreign(): Promise<Pick<PortalTasks, 'url' | 'register' | 'requests' | 'setLine'> & Tasks> {
  const portal = await startForeignPortal()
  const all = async (type: PortalType) => await portal.list(type)
  return {
    url: () => portal.url,
    register: (jwks: JSONWebKeySet) => portal.tokens.register({ clientId: 'bench', jwks }),
    counts: async () =>
      Object.fromEntries(
        await Promise.all(PORTAL_TYPES.map(async (type) => [type, namesOf(await all(type))] as const))
      ),
    requests: () => Object.fromEntries(portal.requests),
    setLine: (isUp: boolean) => portal.setLine(isUp)
  }
}
