import type { AtSession } from '../at/at-session'
import type { AtAnswer } from '../at/command-exchange'
import type { ModemState, PinOutcome } from '../modem-port'
import { runPatiently } from './patience'
import type { PinKeeper } from './pin-keeper'
import { SetUpError } from './set-up'
import { readPinAnswer, readSim } from './sim'
import type { SupervisorTimings } from './timings'

interface SimOpenerOptions {
  readonly session: AtSession
  readonly pins: PinKeeper
  readonly timings: SupervisorTimings
}

/** What the desk is told while the SIM is closed; null when it is open. */
export type ClosedSim = { readonly state: ModemState; readonly detail: string } | null

const pinMs = 10_000

/** Opens the SIM: with the stored PIN, once, or with the one a person types. */
export class SimOpener {
  private readonly options: SimOpenerOptions

  constructor(options: SimOpenerOptions) {
    this.options = options
  }

  /** @param afterPin a PIN was just accepted: a modem may ask for it some seconds more, and must not be given it again. */
  async open(afterPin = false): Promise<ClosedSim> {
    const { session, pins, timings } = this.options
    const run = session.run.bind(session)
    const isEnough = (answer: AtAnswer): boolean => {
      const sim = readSim(answer)
      return sim.kind === 'open' || (sim.kind === 'closed' && !(afterPin && sim.state === 'pin-required'))
    }
    const reading = readSim(await runPatiently({ run, command: 'AT+CPIN?', timings, isEnough }))
    if (reading.kind === 'open') return null
    if (reading.kind === 'starting') throw new SetUpError('AT+CPIN?')
    if (reading.state === 'sim-failure' && pins.mayReset()) {
      await run('AT+CFUN=1,1')
      await session.close()
    }
    const pin = reading.state === 'pin-required' && !afterPin ? pins.take() : null
    if (pin === null) return { state: reading.state, detail: pins.isRejected ? 'pin-wrong' : reading.detail }
    if ((await this.tryPin(pin)) === 'ok') return this.open(true)
    return { state: 'pin-required', detail: 'pin-wrong' }
  }

  async tryPin(pin: string): Promise<PinOutcome> {
    const outcome = readPinAnswer(await this.options.session.run(`AT+CPIN="${pin}"`, pinMs))
    this.options.pins.note(pin, outcome)
    return outcome
  }
}
