import type { ConsentChannel } from '@contract/consents'
import type { PersonFacts } from './sending.rules'

/**
 * Obstacles that let the other channel carry the message. A "no" is none of them: who has withdrawn the consent is not
 * written to by a way round it.
 */
const GIVES_WAY: ReadonlySet<string> = new Set([
  'mobile-missing',
  'email-missing',
  'email-protected',
  'consent-missing',
  'turned-16',
  'number-disputed'
])

/** Why nothing about an appointment may go by this channel; null when it may. */
export function channelRefusal(person: PersonFacts, channel: ConsentChannel): string | null {
  if (channel === 'sms')
    return person.target.ok ? consentRefusal(person.reminderConsent) : person.target.reason
  if (!person.email) return 'email-off'
  const { target, reminderConsent } = person.email
  return target.ok ? consentRefusal(reminderConsent) : target.reason
}

/** Why no place that has become free may be offered by SMS; null when it may. */
export function offerRefusal({ target, offerConsent }: PersonFacts): string | null {
  return target.ok ? consentRefusal(offerConsent) : target.reason
}

/** Why nobody may be told by SMS that there is a message elsewhere; null when they may. */
export function noticeRefusal({ target, noticeConsent }: PersonFacts): string | null {
  return target.ok ? consentRefusal(noticeConsent) : target.reason
}

/** By which channel a message about an appointment goes: the one preferred, or the other where that one cannot. */
export function appointmentChannel(person: PersonFacts): ConsentChannel {
  if (!person.email) return 'sms'
  const first = person.email.preferred
  const second = first === 'sms' ? 'email' : 'sms'
  const refusal = channelRefusal(person, first)
  if (refusal === null) return first
  const mayGiveWay = GIVES_WAY.has(refusal) && channelRefusal(person, second) === null
  // Where neither can, a missing mobile is what the desk should ask for.
  const isWithoutAddress = refusal === 'email-missing' || refusal === 'email-protected'
  return mayGiveWay || isWithoutAddress ? second : first
}

/** Null when what rests on this consent may leave, else why not. */
export function consentRefusal({
  isAllowed,
  state
}: PersonFacts['reminderConsent']): 'consent-missing' | 'consent-withdrawn' | null {
  if (isAllowed) return null
  return state === 'withdrawn' ? 'consent-withdrawn' : 'consent-missing'
}
