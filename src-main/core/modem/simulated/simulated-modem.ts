import type { Temporal } from 'temporal-polyfill'
import type { ModemClock } from '../clock'
import { silentLog, type ModemLog } from '../log'
import type { ModemPort } from '../modem-port'
import { ModemSupervisor, type ModemSupervisorOptions } from '../supervisor/modem-supervisor'
import { connectInMemory } from './in-memory-line'
import { ModemModel } from './modem-model'
import type { ModemModelOptions, SentSms } from './model-options'

export interface SimulatedModemOptions {
  readonly clock: ModemClock
  readonly log?: ModemLog
  /** How the modem behaves; the default answers at once and reports delivery two seconds later. */
  readonly model?: Partial<Omit<ModemModelOptions, 'clock'>>
  /** For tests: shorter waits, a stored PIN. */
  readonly supervisor?: Pick<ModemSupervisorOptions, 'timings' | 'atTimings' | 'pin'>
}

export interface SimulatedModem extends ModemPort {
  /** Lets a message come in, in parts when it is long. False when the storage is full. */
  injectIncoming(from: string, text: string): boolean
  /** The text that this number received last; null when none has come. */
  lastReceived(e164: string): string | null
  /** What was received last by any number, the newest first. */
  latestTexts(): readonly SimulatedText[]
  /** Called for each SMS that "left". */
  onSent(listener: (sms: SentSms) => void): void
}

/** One text as a simulated telephone shows it, its parts joined. */
export interface SimulatedText {
  readonly to: string
  readonly text: string
  readonly at: Temporal.Instant
}

const mostTextsKept = 50
const simulatedPath = 'simulated'
const reportDelayMs = 2_000

/** The demo clinic's modem: the real session and supervisor talking to a modelled modem. Nothing leaves the computer. */
export function createSimulatedModem({
  clock,
  log,
  model: behaviour,
  supervisor: settings
}: SimulatedModemOptions): SimulatedModem {
  const model = new ModemModel({ reportDelayMs, answerDelayMs: 300, ...behaviour, clock })
  const supervisor = new ModemSupervisor({
    paths: [simulatedPath],
    list: async () => [{ path: simulatedPath }],
    open: async () => connectInMemory(model),
    clock,
    log: log ?? silentLog,
    ...settings
  })
  let received: readonly SimulatedText[] = []
  const latestTo = (e164: string): SimulatedText | undefined => received.find(({ to }) => to === e164)
  model.onSent(({ to, text, concat }) => {
    const begun = concat !== null && concat.part > 1 ? latestTo(to) : undefined
    const whole = { to, text: (begun?.text ?? '') + text, at: clock.now() }
    received = [whole, ...received.filter((each) => each !== begun)].slice(0, mostTextsKept)
  })
  return {
    get status() {
      return supervisor.status
    },
    onStatus: (listener) => supervisor.onStatus(listener),
    onIncoming: (listener) => supervisor.onIncoming(listener),
    onReport: (listener) => supervisor.onReport(listener),
    sendPart: (part) => supervisor.sendPart(part),
    enterPin: (pin) => supervisor.enterPin(pin),
    reset: () => supervisor.reset(),
    close: () => supervisor.close(),
    injectIncoming: (from, text) => model.receive(from, text),
    lastReceived: (e164) => latestTo(e164)?.text ?? null,
    latestTexts: () => received,
    onSent: (listener) => model.onSent(listener)
  }
}
