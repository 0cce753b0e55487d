import type { SyncSize } from './clinic'

export interface Plan {
  readonly simulator: SyncSize
  /** For the load that is killed, and for what is read back from the foreign server. */
  readonly part: SyncSize
  readonly small: SyncSize
  readonly mostForeignSeconds: number | null
  readonly mostLoadSeconds: number | null
  readonly changes: number
  readonly operations: number
  readonly codes: number
  readonly reconnects: number
  readonly idleSeconds: number
  /** With a free place for each booking. */
  readonly desk: SyncSize
  /** Bookings of patients, while somebody looks at the calendar. */
  readonly seen: number
  readonly isQuick: boolean
}

const SMALL: SyncSize = { patients: 1_000, clinicians: 2, days: 40, weeksAhead: 2 }
const DESK: SyncSize = { ...SMALL, weeksAhead: 8 }
const WHOLE: SyncSize = { patients: 20_000, clinicians: 20, days: 200, weeksAhead: 4 }
/** A fifth: the foreign server looks at everything for each search, and reading the whole back takes it half an hour. */
const PART: SyncSize = { patients: 4_000, clinicians: 10, days: 80, weeksAhead: 4 }
export const FULL: Plan = {
  ...{ simulator: WHOLE, part: PART, small: SMALL, mostForeignSeconds: 900, mostLoadSeconds: 60 },
  ...{
    changes: 100,
    operations: 1_000,
    codes: 40,
    reconnects: 5,
    idleSeconds: 30,
    desk: DESK,
    seen: 50,
    isQuick: false
  }
}
/** A part of it, without the targets of the whole load: to see that it works, and for a machine that does other work. */
export const QUICK: Plan = {
  ...{ simulator: { ...SMALL, clinicians: 4, patients: 2_000, days: 50 }, part: SMALL, small: SMALL },
  ...{ mostForeignSeconds: null, mostLoadSeconds: null },
  ...{
    changes: 100,
    operations: 200,
    codes: 10,
    reconnects: 3,
    idleSeconds: 5,
    desk: DESK,
    seen: 10,
    isQuick: true
  }
}
