import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { startPortal, type Portal } from '../start-portal'
import { coreOf, textsOf, type AskCore } from './core-line'
import { fillDays } from './days-before'
import { keep, takeKept } from './kept-portal'

const CLIENT = 'demo-clinic'
const WEEKS_AHEAD = 3
/** The program may take long to start, and its clock goes back to where it was when it is started again. */
const LOOK_MS = 1_000
const TOLERATED_MS = 1_000

const Jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

export interface DemoPortalOptions {
  readonly dataFolder: string
  /** Where its pages are; another one where that is taken. */
  readonly port: number
  /** False: nobody has done anything at the portal yet. */
  readonly hasPast?: boolean
  readonly tell?: (text: string) => void
}

export interface DemoPortal {
  readonly portal: Portal
  /** What it holds is kept beside the clinic, for the next time. */
  close(): Promise<void>
}

/**
 * A patient portal beside a demo clinic, connected to it as soon as its program is open: one person plays patient and
 * receptionist. A clinic that is none for demonstration is left alone.
 */
export async function startDemoPortal({
  dataFolder,
  port,
  hasPast = true,
  tell
}: DemoPortalOptions): Promise<DemoPortal> {
  const file = join(dataFolder, 'demo-portal.json')
  const core = coreOf(dataFolder)
  const kept = takeKept(file)
  const options = {
    random: Math.random,
    clinic: { address: 'Eksempelveien 1, 0001 Oslo' },
    practice: { texts: async () => await textsOf(core) },
    ...(kept ? { kept } : {})
  }
  const portal = await startPortal({ ...options, port }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    return startPortal(options)
  })
  portal.time.skewMs = kept?.skewMs ?? 0
  // What the clinic had not heard of when both ended is said once more.
  for (const [id, account] of portal.line.accounts()) portal.line.setAccount(id, account)
  const companion = new Companion({ portal, core, hasPast })
  if (kept) companion.know(kept.publicKeys)
  const living = companion
    .live(() => tell?.(`The demo clinic's patients: ${portal.pagesUrl}`))
    .catch((error: unknown) => tell?.(`The portal beside the demo clinic is left alone: ${String(error)}`))
  return {
    portal,
    async close() {
      companion.stop()
      await living
      // A clinic that is none for demonstration gets nothing into its folder.
      if (companion.knownKeys !== '') keep(file, portal, companion.knownKeys)
      await portal.close()
    }
  }
}

/** Looks after the portal for as long as both are there: its clock, and that it knows the clinic. */
class Companion {
  readonly #ending = new AbortController()
  #knownKeys = ''
  /** It has just been connected for the first time. */
  #isNew = false

  constructor(
    private readonly both: { readonly portal: Portal; readonly core: AskCore; readonly hasPast: boolean }
  ) {}

  get knownKeys(): string {
    return this.#knownKeys
  }

  stop(): void {
    this.#ending.abort()
  }

  async live(onConnected: () => void): Promise<void> {
    const { signal } = this.#ending
    let isTold = false
    while (!signal.aborted) {
      if ((await this.#look()) && !isTold) {
        isTold = true
        onConnected()
      }
      if (this.#isNew && this.both.hasPast) await fillDays(this.both.portal, { core: this.both.core, signal })
      this.#isNew = false
      await wait(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  /** @returns whether the clinic is connected */
  async #look(): Promise<boolean> {
    const state = await this.both.core('system.state', {})
    if (state?.phase !== 'open' || !state.isDemo) return false
    const { time } = this.both.portal
    const skewMs = Date.parse(state.now) - Date.now()
    if (Math.abs(skewMs - time.skewMs) > TOLERATED_MS) time.skewMs = skewMs
    return await this.#connect()
  }

  async #connect(): Promise<boolean> {
    const settings = await this.both.core('portal.settings', {})
    if (!settings) return false
    const { baseUrl, isOn, publicKeys } = settings
    if (baseUrl === this.both.portal.url) {
      this.know(publicKeys)
      return true
    }
    const isNew = baseUrl === ''
    // A portal that somebody has set up by hand is theirs.
    if (!isNew && settings.clientId !== CLIENT) return false
    if (isOn) await this.both.core('portal.turnOff', {})
    await this.both.core('portal.saveSettings', {
      ...{ baseUrl: this.both.portal.url, clientId: CLIENT, weeksAhead: WEEKS_AHEAD, clientCertificate: null }
    })
    const own = publicKeys ?? (await this.both.core('portal.makeKey', {}))?.publicKeys ?? null
    this.know(own)
    if (isNew || isOn) await this.both.core('portal.turnOn', {})
    this.#isNew = isNew
    return true
  }

  /** The clinic's, as a set of JSON Web Keys. */
  know(publicKeys: string | null): void {
    if (publicKeys === null || publicKeys === '' || publicKeys === this.#knownKeys) return
    this.#knownKeys = publicKeys
    this.both.portal.tokens.register({ clientId: CLIENT, jwks: Jwks.parse(JSON.parse(publicKeys)) })
  }
}
