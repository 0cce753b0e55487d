import type { RegisterTest } from '@contract/contact-register'
import { createContactRegister, type ContactRegister, type RegisterConfig } from '../../contact-register'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'

/** A number of the national test population, which belongs to nobody. */
const TEST_PERSON = '17858710227'

type Step = RegisterTest['steps'][number]['step']
const STEPS: readonly Step[] = ['key', 'sign-in', 'look-up']

/** By which step a refusal has come. What cannot be reached may be either server; the sentence names it. */
const FAILED_AT: Readonly<Record<string, Step>> = {
  'register-key-unreadable': 'key',
  'register-sign-in-refused': 'sign-in'
}

/** How far a look-up comes with these settings; a new token is asked for each time. */
export async function tryRegister(config: RegisterConfig, clock: Clock): Promise<RegisterTest> {
  const register: ContactRegister = createContactRegister({ clock })
  try {
    await register.lookUp(config, [TEST_PERSON])
    return { steps: STEPS.map((step) => ({ step, outcome: 'ok' })), error: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, parameters } = error
    return { steps: outcomes(failedStep(error, config)), error: { code, parameters: { ...parameters } } }
  }
}

function failedStep({ code, parameters }: AppError, { issuer }: RegisterConfig): Step {
  return FAILED_AT[code] ?? (parameters['host'] === new URL(issuer).host ? 'sign-in' : 'look-up')
}

function outcomes(failed: Step): RegisterTest['steps'] {
  const at = STEPS.indexOf(failed)
  const reached = (index: number) => (index === at ? 'failed' : 'not-reached')
  return STEPS.map((step, index) => ({ step, outcome: index < at ? 'ok' : reached(index) }))
}
