import type { PortalEvent } from '../../src-main/core/portal/wire'
import type { PhoneText } from './pages/page'
import { contactsOf } from './pages/people'
import type { Portal } from './start-portal'

/** The code that the pretended clinic sends. */
export const DEMO_CODE = '123456'

/** Answers as a clinic would, for looking at the pages without one. @returns what ends it */
export function pretendClinic(portal: Portal, send: (sms: PhoneText) => void = () => undefined): () => void {
  const { line, events } = portal
  const at = () => portal.time.text()
  const answer = ({ event, data }: PortalEvent) => {
    line.hear()
    if (event === 'code.requested') {
      send({ to: mobileOf(portal, data.patient), text: `Engangskode: ${DEMO_CODE}`, at: at() })
      line.reportCode(data.id, { state: 'delivered', at: at() })
    }
    if (event === 'code.typed') {
      const isRight = data.typed.replace(/\D/g, '') === DEMO_CODE
      const outcome = isRight
        ? ({ outcome: 'right' } as const)
        : ({ outcome: 'wrong', triesLeft: 4 } as const)
      line.checkCode(data.id, { attempt: data.attempt, ...outcome })
    }
    if (event === 'registration.asked') line.answerRegistration(data.id, { reason: 'gp-elsewhere' })
  }
  // A listener that answers at once would answer before the question has been kept.
  return events.onEvent((event) => void queueMicrotask(() => answer(event)))
}

function mobileOf({ store }: Portal, reference: string): string {
  const patient = store.get('Patient', reference.replace(/^Patient\//, ''))
  return patient ? (contactsOf(patient, 'phone')[0]?.value ?? '') : ''
}
