import { valueAfter } from '../at/answers'
import type { AtAnswer } from '../at/command-exchange'
import { errorCode, type AtError } from '../at/error-classes'
import type { ModemState, PinOutcome } from '../modem-port'

/** The SIM's answer to `+CPIN?`: open, still starting, or a state that needs a person. */
export type SimReading =
  | { readonly kind: 'open' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'closed'
      readonly state: Extract<ModemState, 'pin-required' | 'puk-required' | 'no-sim' | 'sim-failure'>
      readonly detail: string
    }

const closedStates = new Map<string, 'pin-required' | 'puk-required' | 'no-sim' | 'sim-failure'>([
  ['cme-10', 'no-sim'],
  ['cms-310', 'no-sim'],
  ['cme-11', 'pin-required'],
  ['cms-311', 'pin-required'],
  ['cme-12', 'puk-required'],
  ['cms-316', 'puk-required'],
  ['cme-13', 'sim-failure'],
  ['cms-313', 'sim-failure'],
  ['cme-15', 'sim-failure'],
  ['cms-315', 'sim-failure']
])

/** Reads the answer to `AT+CPIN?`. An error that is not about the SIM means that it is still starting. */
export function readSim(answer: AtAnswer): SimReading {
  if (!answer.ok) {
    const detail = errorCode(answer.error)
    const state = closedStates.get(detail)
    return state === undefined ? { kind: 'starting' } : { kind: 'closed', state, detail }
  }
  const value = valueAfter('+CPIN:', answer.lines)
  if (value === 'READY') return { kind: 'open' }
  if (value === 'SIM PIN') return { kind: 'closed', state: 'pin-required', detail: 'sim-pin' }
  if (value === 'SIM PUK') return { kind: 'closed', state: 'puk-required', detail: 'sim-puk' }
  if (value === null || value.startsWith('NOT READY')) return { kind: 'starting' }
  // SIM PIN2 and the like concern neither sending nor receiving; a network lock does.
  return value.startsWith('PH-')
    ? { kind: 'closed', state: 'sim-failure', detail: 'network-lock' }
    : { kind: 'open' }
}

/** How one try with a PIN ended. */
export function readPinAnswer(answer: AtAnswer): PinOutcome {
  return answer.ok ? 'ok' : refusedPin(answer.error)
}

function refusedPin(error: AtError): PinOutcome {
  const code = errorCode(error)
  if (code === 'cme-16') return 'wrong'
  return code === 'cme-12' ? 'puk-required' : 'failed'
}
