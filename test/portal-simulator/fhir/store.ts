import { PORTAL_TYPES, type PortalType } from '../../../src-main/core/portal/wire'
import { newId, type Random } from '../chance'
import type { PortalTime } from '../portal-time'
import { checkReferences, checkSlots, liveAppointmentsOf } from './invariants'
import { keysOf } from './keys'
import { Refusal } from './refusal'
import {
  etagOf,
  instantText,
  IncomingResource,
  type AnyResource,
  type Kept,
  type ResourceOf
} from './resource'

/** Who changes something: the clinic hears of what the portal changes. */
export type Author = 'clinic' | 'portal'

interface Shelf {
  readonly byId: Map<string, Kept>
  /** In the order of the changes; an entry whose resource has changed since is passed over. */
  log: Kept[]
  readonly index: Map<string, Set<string>>
}

export type StoreSnapshot = readonly Kept[]

export interface Committed {
  readonly author: Author
  readonly types: readonly PortalType[]
  /** Each resource as it was left, those changed first before the others. */
  readonly touched: readonly Kept[]
}
type Listener = (change: Committed) => void

export interface StoreOptions {
  readonly time: PortalTime
  readonly random: Random
  /** False: as servers that know nothing of slots and appointments. */
  readonly guardsSlots?: boolean
}

/** The portal's resources, in memory: one writer at a time, since nothing here waits. */
export class FhirStore {
  readonly #time: PortalTime
  readonly #random: Random
  readonly #guardsSlots: boolean
  readonly #listeners = new Set<Listener>()
  #shelves = emptyShelves()
  #lastMicros = 0
  #undo: (() => void)[] | null = null
  #touched: Kept[] = []

  constructor({ time, random, guardsSlots = true }: StoreOptions) {
    this.#guardsSlots = guardsSlots
    this.#time = time
    this.#random = random
  }

  /** @returns what ends the listening */
  onCommitted(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  find(type: PortalType, id: string): Kept | undefined {
    return this.#shelves[type].byId.get(id)
  }

  /** A copy of the resource. */
  get<Type extends PortalType>(type: Type, id: string): ResourceOf<Type> | undefined {
    const kept = this.find(type, id)
    return kept && typed<Type>(kept)
  }

  /** Copies of all of a type, those changed first before the others. */
  list<Type extends PortalType>(type: Type): ResourceOf<Type>[] {
    return [...this.since(type, 0)].map((kept) => typed<Type>(kept))
  }

  /** Copies of those that have a key such as `patient=Patient/1`. */
  having<Type extends PortalType>(type: Type, key: string): ResourceOf<Type>[] {
    return this.withKey(type, key).map((kept) => typed<Type>(kept))
  }

  withKey(type: PortalType, key: string): Kept[] {
    const { byId, index } = this.#shelves[type]
    const found = [...(index.get(key) ?? [])].flatMap((id) => byId.get(id) ?? [])
    return found.toSorted((a, b) => a.updated - b.updated)
  }

  /** Those changed at this moment or later, in the order of the change. */
  *since(type: PortalType, micros: number): Generator<Kept> {
    const { log, byId } = this.#shelves[type]
    for (let at = firstAt(log, micros); at < log.length; at++) {
      const kept = log[at]
      if (kept && byId.get(kept.id) === kept) yield kept
    }
  }

  count(type: PortalType): number {
    return this.#shelves[type].byId.size
  }

  /** Slots with more than one live appointment: what must never be. */
  violations(): string[] {
    return [...this.since('Slot', 0)]
      .map(({ id }) => id)
      .filter((id) => liveAppointmentsOf(this, id).length > 1)
  }

  /**
   * Does `work`, all of it or nothing: what it throws takes back every change.
   * @throws Refusal 409 where a slot would have two live appointments, 422 for a reference to nothing
   */
  commit<Result>(author: Author, work: () => Result, { isWhole = true } = {}): Result {
    if (this.#undo !== null) return work()
    const result = this.#allOrNothing(work, isWhole)
    this.#tell(author)
    return result
  }

  #allOrNothing<Result>(work: () => Result, isWhole: boolean): Result {
    const undo: (() => void)[] = (this.#undo = [])
    this.#touched = []
    try {
      const result = work()
      checkReferences(this, this.#touched)
      if (this.#guardsSlots) checkSlots(this, this.#touched)
      return result
    } catch (error) {
      // A broken server leaves what was done before the refusal.
      if (isWhole) for (const takeBack of undo.toReversed()) takeBack()
      throw error
    } finally {
      this.#undo = null
    }
  }

  create(author: Author, body: IncomingResource): Kept {
    return this.commit(author, () => this.put(body, this.freshId(body.resourceType), 1))
  }

  /** @throws Refusal 404, 412 */
  update(author: Author, body: IncomingResource, ifMatch: string | null): Kept {
    return this.commit(author, () => {
      const before = this.find(body.resourceType, body.id ?? '')
      if (!before) throw new Refusal(404, `There is no ${body.resourceType}/${body.id ?? ''}.`)
      if (ifMatch !== null && ifMatch !== etagOf(before))
        throw new Refusal(412, `The version is ${etagOf(before)}.`)
      return this.put(body, before.id, before.version + 1)
    })
  }

  /** For pages and tests: makes or changes a resource as the portal itself. */
  save<Given extends AnyResource>(resource: Given): ResourceOf<Given['resourceType']> & { id: string } {
    const body = IncomingResource.parse(structuredClone(resource))
    const exists = body.id !== undefined && this.find(body.resourceType, body.id) !== undefined
    const kept = exists ? this.update('portal', body, null) : this.create('portal', body)
    return { ...typed<Given['resourceType']>(kept), id: kept.id }
  }

  freshId(type: PortalType): string {
    let id = newId(this.#random)
    while (this.find(type, id)) id = newId(this.#random)
    return id
  }

  /** Only within a commit. */
  put(body: IncomingResource, id: string, version: number): Kept {
    const updated = this.#nextMicros()
    const kept = keptOf(body, { id, version, updated })
    const shelf = this.#shelves[kept.type]
    const before = shelf.byId.get(id)
    place(shelf, kept, before)
    this.#touched.push(kept)
    this.#undo?.push(() => displace(shelf, kept, before))
    return kept
  }

  snapshot(): StoreSnapshot {
    return PORTAL_TYPES.flatMap((type) => [...this.since(type, 0)])
  }

  /** What was since is gone. */
  restore(snapshot: StoreSnapshot): void {
    this.#shelves = emptyShelves()
    for (const kept of snapshot) place(this.#shelves[kept.type], kept, undefined)
  }

  #nextMicros(): number {
    this.#lastMicros = Math.max(this.#time.nowMs() * 1_000, this.#lastMicros + 1)
    return this.#lastMicros
  }

  #tell(author: Author): void {
    const types = [...new Set(this.#touched.map(({ type }) => type))]
    if (types.length > 0)
      for (const listener of this.#listeners) listener({ author, types, touched: this.#touched })
  }
}

function keptOf(
  body: IncomingResource,
  { id, version, updated }: { id: string; version: number; updated: number }
): Kept {
  const former = typeof body['meta'] === 'object' ? body['meta'] : {}
  const meta = { ...former, versionId: String(version), lastUpdated: instantText(updated) }
  const whole = { ...body, id, meta }
  return { type: body.resourceType, id, version, updated, body: whole, keys: keysOf(body) }
}

function place(shelf: Shelf, kept: Kept, before: Kept | undefined): void {
  for (const key of before?.keys ?? []) shelf.index.get(key)?.delete(kept.id)
  for (const key of kept.keys) {
    const ids = shelf.index.get(key) ?? new Set()
    shelf.index.set(key, ids.add(kept.id))
  }
  shelf.byId.set(kept.id, kept)
  shelf.log.push(kept)
  if (shelf.log.length > 1_000 && shelf.log.length > 2 * shelf.byId.size)
    shelf.log = shelf.log.filter((each) => shelf.byId.get(each.id) === each)
}

function displace(shelf: Shelf, kept: Kept, before: Kept | undefined): void {
  for (const key of kept.keys) shelf.index.get(key)?.delete(kept.id)
  shelf.log = shelf.log.filter((each) => each !== kept)
  if (!before) return void shelf.byId.delete(kept.id)
  for (const key of before.keys) shelf.index.get(key)?.add(before.id)
  shelf.byId.set(before.id, before)
  if (!shelf.log.includes(before)) {
    shelf.log.push(before)
    shelf.log.sort((a, b) => a.updated - b.updated)
  }
}

/** The first place whose change is not before `micros`. */
function firstAt(log: readonly Kept[], micros: number): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((log[middle]?.updated ?? Infinity) < micros) low = middle + 1
    else high = middle
  }
  return low
}

function emptyShelves(): Record<PortalType, Shelf> {
  const shelf = (): Shelf => ({ byId: new Map(), log: [], index: new Map() })
  return Object.fromEntries(PORTAL_TYPES.map((type) => [type, shelf()])) as Record<PortalType, Shelf>
}

function typed<Type extends PortalType>({ body }: Kept): ResourceOf<Type> {
  return structuredClone(body) as AnyResource as ResourceOf<Type>
}
