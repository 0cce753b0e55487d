import { setTimeout } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { Database } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Settings } from '../settings'
import { changedAfter, highestPatientId, readSearch, writeSearch, type SearchPlace } from './search.queries'
import { isSearchDue, nextSlice } from './search-pace.rules'
import { compareSlice, keepFindings } from './search-slice'

/** Raise it when the rules of comparing change: everybody is compared anew then. */
const RULES = 1
const FIRST_SLICE = 50
const LONGEST_REST_MS = 50
const BEGINNING: SearchPlace = { updatedAt: '', id: 0 }

export interface SearchDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly events: EventBus
  readonly settings: Settings
}

/**
 * Looks for records that may be one person among all that have changed since the last search, the first time among
 * all. In slices: what is compared is read without holding up anybody's writing, and each slice's findings are one
 * short transaction that also says how far it has come, so that it goes on there after a restart.
 */
export class DuplicateSearch {
  #running: Promise<void> | null = null
  #progress: number | null = null
  #isClosed = false

  constructor(private readonly dependencies: SearchDependencies) {}

  /** Part of the patients looked through in the search that goes on, 0–1; null: none does. */
  get progress(): number | null {
    return this.#progress
  }

  /** Searches, or waits for the search that goes on. */
  async run(): Promise<void> {
    this.#running ??= this.#search().finally(() => {
      this.#running = null
      this.#progress = null
    })
    await this.#running
  }

  /** Asked every hour. */
  async runWhenDue(): Promise<void> {
    const { database, clock, settings } = this.dependencies
    const state = await readSearch(database.reader)
    const { timeZone } = await settings.read()
    const times = { startedAt: instantOf(state?.started_at), finishedAt: instantOf(state?.finished_at) }
    if (isSearchDue(times, clock.now(), timeZone)) await this.run()
  }

  /** Breaks off after the slice that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  async #search(): Promise<void> {
    const { database, clock, events } = this.dependencies
    this.#progress = 0
    const state = await readSearch(database.reader)
    const isSameRules = state?.rules === RULES
    const startedAt = (isSameRules ? state.started_at : null) ?? toStoredInstant(clock.now())
    const finishedAt = state?.finished_at ?? null
    let place = isSameRules ? { updatedAt: state.after_updated_at, id: state.after_id } : BEGINNING
    const total = place.updatedAt === '' ? await highestPatientId(database.reader) : null
    let done = 0
    let size = FIRST_SLICE
    let hasFound = false
    for (;;) {
      const startedMs = performance.now()
      const next = await changedAfter(database.reader, place, size)
      const last = next.at(-1)
      if (last === undefined || this.#isClosed) break
      const found = await compareSlice(
        database.reader,
        next.map(({ id }) => id)
      )
      place = { updatedAt: last.updatedAt, id: last.id }
      const isNew = await this.#keep(found, place, { startedAt, finishedAt })
      hasFound ||= isNew
      const elapsedMs = performance.now() - startedMs
      size = nextSlice(size, elapsedMs)
      done += next.length
      if (total !== null) this.#progress = Math.min(1, done / Math.max(total, 1))
      // Half of the time is everybody else's.
      await setTimeout(Math.min(elapsedMs, LONGEST_REST_MS))
    }
    if (!this.#isClosed) await this.#finish(place)
    if (hasFound || !this.#isClosed) events.publish('duplicates.changed', {})
  }

  async #keep(
    found: Awaited<ReturnType<typeof compareSlice>>,
    place: SearchPlace,
    times: { startedAt: string; finishedAt: string | null }
  ): Promise<boolean> {
    const { database, clock } = this.dependencies
    return await database.write(async (transaction) => {
      const opened = await keepFindings(transaction, found, toStoredInstant(clock.now()))
      await writeSearch(transaction, stateAt(place, times))
      return opened > 0
    })
  }

  async #finish(place: SearchPlace): Promise<void> {
    const { database, clock } = this.dependencies
    const finishedAt = toStoredInstant(clock.now())
    await database.write(
      async (transaction) => await writeSearch(transaction, stateAt(place, { startedAt: null, finishedAt }))
    )
  }
}

function stateAt(
  { updatedAt, id }: SearchPlace,
  { startedAt, finishedAt }: { startedAt: string | null; finishedAt: string | null }
) {
  return {
    rules: RULES,
    after_updated_at: updatedAt,
    after_id: id,
    started_at: startedAt,
    finished_at: finishedAt
  }
}

function instantOf(text: string | null | undefined): Temporal.Instant | null {
  return text === null || text === undefined ? null : Temporal.Instant.from(text)
}
