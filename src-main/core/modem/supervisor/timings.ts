/** How often the supervisor looks, in milliseconds. Tests shorten them; the program uses the defaults. */
export interface SupervisorTimings {
  /** Looking for the port while there is none: short, so that it is open again within 2 s of the modem's return. */
  readonly searchMs: number
  /** How long the system's list of ports stays good: asking for it starts a program on Linux. */
  readonly listMs: number
  /** Before a port that answered nothing, or failed, is tried again: doubles from the first to the second. */
  readonly retryMs: number
  readonly longestRetryMs: number
  /** Watchdog, signal and registration while ready; also finds a port that died without saying so. */
  readonly watchMs: number
  /** The same while there is no network yet. */
  readonly registeringMs: number
  /** Whether the SIM has been changed or unlocked meanwhile. */
  readonly simMs: number
  /** Stored messages and settings are looked at even without a notice, for notices get lost. */
  readonly collectMs: number
  /** Between tries of a command that fails while the modem boots, and how many. */
  readonly bootMs: number
  readonly bootTries: number
  /** Without a network for so long, the modem is started anew. */
  readonly stuckMs: number
  /** Between two restarts of a modem that does not work: doubles from the first to the second. */
  readonly resetMs: number
  readonly longestResetMs: number
}

export const defaultSupervisorTimings: SupervisorTimings = {
  searchMs: 250,
  listMs: 1_000,
  retryMs: 500,
  longestRetryMs: 5_000,
  watchMs: 15_000,
  registeringMs: 2_000,
  simMs: 2_000,
  collectMs: 45_000,
  bootMs: 1_000,
  bootTries: 30,
  stuckMs: 900_000,
  resetMs: 60_000,
  longestResetMs: 3_600_000
}
