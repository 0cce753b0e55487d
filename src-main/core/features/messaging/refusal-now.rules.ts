import type { ConsentChannel, ConsentChoice } from '@contract/consents'
import { appointmentChannel, channelRefusal, noticeRefusal, offerRefusal } from './channel.rules'
import type { MessageRow } from './outbox.queries'
import { isAboutAppointment, isAboutVisit, isNotice, isOffer, type PersonFacts } from './sending.rules'
import { isVideo } from './video.rules'

/** What ends a waiting message at once: it is the patient's word. Other obstacles may be gone when it is due. */
const PATIENTS_WORD: ReadonlySet<string> = new Set(['reserved', 'consent-withdrawn'])

export type StopReason = 'reserved' | 'consent-withdrawn'

export function isStopReason(reason: string | null): reason is StopReason {
  return reason !== null && PATIENTS_WORD.has(reason)
}

/** Channels by which the patient has said no to one-time codes. */
export type NoCodesBy = ReadonlySet<ConsentChannel>

/** Why the patient's own word keeps a message from leaving as things are now; null when it does not. */
export function refusalNow(
  row: Pick<MessageRow, 'purpose' | 'channel'>,
  person: PersonFacts,
  { isFromList, noCodesBy }: { isFromList: boolean; noCodesBy: NoCodesBy }
): StopReason | null {
  const refusal = refusalOf(row, person, { isFromList, noCodesBy })
  return isStopReason(refusal) ? refusal : null
}

function refusalOf(
  { purpose, channel }: Pick<MessageRow, 'purpose' | 'channel'>,
  person: PersonFacts,
  { isFromList, noCodesBy }: { isFromList: boolean; noCodesBy: NoCodesBy }
): string | null {
  if (purpose === 'operator') return null
  if (person.isReserved) return 'reserved'
  if (purpose === 'one-time-code') return noCodesBy.has(channel) ? 'consent-withdrawn' : null
  // By the channel it would take when it leaves; that may be another than it was planned for.
  if (isAboutAppointment(purpose)) return channelRefusal(person, appointmentChannel(person))
  if (isVideo(purpose)) return channelRefusal({ ...person, reminderConsent: person.videoConsent }, 'sms')
  if (isOffer(purpose)) return offerRefusal(person)
  if (isNotice(purpose)) return noticeRefusal(person)
  if (isAboutVisit(purpose) || purpose === 'contact-check' || isFromList)
    return channelRefusal(person, channel)
  return person.target.ok ? null : person.target.reason
}

/** The same person had these decisions been recorded. */
export function personAfter(person: PersonFacts, decisions: readonly ConsentChoice[]): PersonFacts {
  return decisions.reduce(decided, person)
}

function decided(person: PersonFacts, { purpose, channel, decision }: ConsentChoice): PersonFacts {
  const consent = { state: decision, isAllowed: decision === 'given' && !person.isReserved }
  if (channel === 'email') {
    const { email } = person
    return email && purpose === 'appointment-reminder'
      ? { ...person, email: { ...email, reminderConsent: consent } }
      : person
  }
  if (purpose === 'appointment-reminder') return { ...person, reminderConsent: consent }
  if (purpose === 'video-link') return { ...person, videoConsent: consent }
  if (purpose === 'waiting-list-offer') return { ...person, offerConsent: consent }
  if (purpose === 'message-notice') return { ...person, noticeConsent: consent }
  return person
}
