import { PORTAL_TYPES, type PortalEvent, type PortalType } from '../../../src-main/core/portal/wire'

/** An event without its id, as the portal says it. */
export type Said = PortalEvent extends infer Event
  ? Event extends { id: string }
    ? Omit<Event, 'id'>
    : never
  : never

interface Entry {
  readonly number: number
  readonly event: PortalEvent
  /** False once it is answered or over. */
  readonly matters: () => boolean
}

type Listener = (event: PortalEvent) => void

const MOST_KEPT = 10_000

/** What the clinic is told, in order, and again after a number. What is over is forgotten; nudges are told as one. */
export class EventLog {
  #epoch: string
  #number = 0
  #entries: Entry[] = []
  readonly #changed = new Map<PortalType, number>()
  readonly #listeners = new Set<Listener>()
  /** Each event is told so many times. */
  timesTold = 1

  constructor(epoch: string) {
    this.#epoch = epoch
  }

  /** @returns what ends the listening */
  onEvent(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get listeners(): number {
    return this.#listeners.size
  }

  say(said: Said, matters: () => boolean = () => true): void {
    const event: PortalEvent = { ...said, id: this.#idOf(++this.#number) }
    if (event.event === 'changed') for (const type of event.data.types) this.#changed.set(type, this.#number)
    else this.#entries = [...this.#mattering(), { number: this.#number, event, matters }].slice(-MOST_KEPT)
    this.#tell(event)
  }

  /** What was told before is told once more to who listens now. */
  repeat(): void {
    for (const event of this.after(this.#idOf(0))) this.#tell(event)
  }

  /** All later ones that still matter; for an id of which nothing is known, all of them and a nudge about every type. */
  after(id: string | null): PortalEvent[] {
    if (id === null) return this.#mattering().map(({ event }) => event)
    const number = this.#numberOf(id)
    if (number === null) return [...this.#mattering().map(({ event }) => event), ...this.#nudge(PORTAL_TYPES)]
    const types = PORTAL_TYPES.filter((type) => (this.#changed.get(type) ?? 0) > number)
    const later = this.#mattering().filter((entry) => entry.number > number)
    return [...later.map(({ event }) => event), ...this.#nudge(types)]
  }

  /** A new life: earlier ids mean nothing any more. */
  begin(epoch: string): void {
    this.#epoch = epoch
    this.#number = 0
    this.#entries = []
    this.#changed.clear()
  }

  #nudge(types: readonly PortalType[]): PortalEvent[] {
    if (types.length === 0) return []
    return [{ id: this.#idOf(this.#number), event: 'changed', data: { types: [...types] } }]
  }

  #mattering(): Entry[] {
    return this.#entries.filter(({ matters }) => matters())
  }

  #tell(event: PortalEvent): void {
    for (let time = 0; time < this.timesTold; time++) for (const listener of this.#listeners) listener(event)
  }

  #idOf(number: number): string {
    return `${this.#epoch.slice(0, 8)}-${String(number).padStart(9, '0')}`
  }

  #numberOf(id: string): number | null {
    const [epoch, number = ''] = id.split('-')
    const known = epoch === this.#epoch.slice(0, 8) && /^\d+$/.test(number)
    return known && Number(number) <= this.#number ? Number(number) : null
  }
}
