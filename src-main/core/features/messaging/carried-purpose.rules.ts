import type { TemplatePurpose } from '@contract/messages'
import type { GuardianPurpose } from '@contract/patients'

/** Which kind of a child's messages a message is: each kind may go to another guardian. */
const CARRIED_AS = {
  'booking-confirmation': 'appointments',
  'appointment-reminder': 'appointments',
  'group-reminder': 'appointments',
  'move-notice': 'appointments',
  'cancellation-notice': 'appointments',
  'delay-notice': 'appointments',
  'arrival-code': 'appointments',
  'video-link': 'video',
  'video-late': 'video',
  'waiting-list-offer': 'offers',
  'waiting-list-notice': 'offers',
  'free-text': 'texts',
  answer: 'texts',
  'one-time-code': 'texts',
  operator: 'texts',
  'contact-check': 'texts',
  'consent-ask': 'texts',
  'portal-answer': 'texts'
} as const satisfies Record<TemplatePurpose, GuardianPurpose>

export function carriedAs(purpose: TemplatePurpose): GuardianPurpose {
  return CARRIED_AS[purpose]
}
