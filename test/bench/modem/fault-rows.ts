import type { ModemFaults, SubmitFault } from '../../../src-main/core/modem/simulated/model-options'
import { noFaults, randomFaults } from '../../modem-simulator/random-faults'
import type { CellOptions } from './cell'

type Faults = NonNullable<CellOptions['faults']>

/** How much of a fault each program is given: another program's minute for each unplugging adds up. */
export interface Amount {
  readonly messages: number
  readonly times: number
}

/** One line of the fault table. */
export interface FaultRow {
  readonly name: (amount: Amount) => string
  /** Whether the time until the port is open again says something. */
  readonly isUnplugged?: boolean
  /** Retries and time-outs are most of it, so that it can run beside others. */
  readonly isMostlyWaiting?: boolean
  readonly ours: Amount
  readonly oursQuick: Amount
  readonly others: Amount
  readonly othersQuick: Amount
  readonly run: (amount: Amount) => Pick<CellOptions, 'faults' | 'kills' | 'messages'>
}

/** Every so-manieth of the messages, `times` of them. */
function chosen({ messages, times }: Amount): ReadonlySet<number> {
  return new Set(Array.from({ length: times }, (_, index) => Math.floor(((index + 0.5) * messages) / times)))
}

function atSubmit(amount: Amount, fault: (strike: () => void) => SubmitFault): Faults {
  const hit = chosen(amount)
  let submits = 0
  return (strike) => ({ onSubmit: () => (hit.has(submits++) ? fault(strike) : null) })
}

function midPdu(amount: Amount): Faults {
  const hit = chosen(amount)
  let [prompts, done] = [0, -1]
  return () => ({
    onPrompt: () => {
      prompts += 1
      return null
    },
    onPduByte: (count) => {
      const isHit = count === 20 && hit.has(prompts - 1) && done !== prompts
      if (isHit) done = prompts
      return isHit
    }
  })
}

function lostPrompts(amount: Amount): Faults {
  const hit = chosen(amount)
  let prompts = 0
  return () => ({ onPrompt: () => (hit.has(prompts++) ? 'lose' : null) })
}

function noise(): ModemFaults {
  return randomFaults({ ...noFaults, noiseRate: 1 })
}

const few = { messages: 12, times: 1 }
const some = { messages: 20, times: 2 }

export const FAULTS: readonly FaultRow[] = [
  {
    name: ({ messages, times }) => `\`+CMS ERROR: 38\` to ${times} of ${messages}`,
    isMostlyWaiting: true,
    ours: { messages: 60, times: 6 },
    oursQuick: some,
    others: some,
    othersQuick: { messages: 10, times: 1 },
    run: (amount) => ({ messages: amount.messages, faults: atSubmit(amount, () => ({ cms: 38 })) })
  },
  {
    name: ({ times }) => `unplugged in the middle of the PDU, ${times} ×`,
    isUnplugged: true,
    ours: { messages: 60, times: 5 },
    oursQuick: { messages: 60, times: 5 },
    others: { messages: 12, times: 2 },
    othersQuick: few,
    run: (amount) => ({ messages: amount.messages, faults: midPdu(amount) })
  },
  {
    name: ({ times }) => `unplugged after the modem accepted, ${times} ×`,
    isUnplugged: true,
    ours: { messages: 60, times: 5 },
    oursQuick: { messages: 60, times: 5 },
    others: { messages: 12, times: 2 },
    othersQuick: few,
    run: (amount) => ({ messages: amount.messages, faults: atSubmit(amount, () => 'vanish-after') })
  },
  {
    name: ({ times }) => `killed between acceptance and answer, ${times} ×`,
    ours: { messages: 60, times: 5 },
    oursQuick: { messages: 60, times: 5 },
    others: { messages: 20, times: 5 },
    othersQuick: { messages: 12, times: 3 },
    run: (amount) => ({
      messages: amount.messages,
      faults: atSubmit(amount, (strike) => {
        strike()
        return 'lose-answer'
      })
    })
  },
  {
    name: ({ times }) => `killed at random, ${times} ×`,
    ours: { messages: 2_000, times: 20 },
    oursQuick: { messages: 500, times: 8 },
    others: { messages: 40, times: 20 },
    othersQuick: { messages: 15, times: 5 },
    run: ({ messages, times }) => ({ messages, kills: times, faults: () => ({}) })
  },
  {
    name: ({ messages, times }) => `answer lost, ${times} of ${messages}`,
    ours: { messages: 60, times: 7 },
    oursQuick: { messages: 60, times: 7 },
    others: some,
    othersQuick: few,
    run: (amount) => ({ messages: amount.messages, faults: atSubmit(amount, () => 'lose-answer') })
  },
  {
    name: ({ messages, times }) => `prompt lost, ${times} of ${messages}`,
    isMostlyWaiting: true,
    ours: { messages: 60, times: 3 },
    oursQuick: { messages: 60, times: 3 },
    others: some,
    othersQuick: few,
    run: (amount) => ({ messages: amount.messages, faults: lostPrompts(amount) })
  },
  {
    name: ({ messages }) => `heavy noise between lines, ${messages} messages`,
    ours: { messages: 60, times: 0 },
    oursQuick: { messages: 60, times: 0 },
    others: { messages: 20, times: 0 },
    othersQuick: { messages: 10, times: 0 },
    run: ({ messages }) => ({ messages, faults: noise })
  }
]
