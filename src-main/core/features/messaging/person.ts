import { GUARDIAN_PURPOSES } from '@contract/choices'
import type { ConsentChannel, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { consentsFor } from '../consents'
import { findAddressee, messageTarget, type Asked, type ClinicDay } from '../patients'
import { carriedAs } from './carried-purpose.rules'
import type { MessageRow } from './outbox.queries'
import type { PersonFacts } from './sending.rules'

/** Everything about a patient that decides whether and where an SMS may go. Null when there is no such patient. */
export async function readPerson(reader: Reader, asked: Asked, day: ClinicDay): Promise<PersonFacts | null> {
  return await readPersonOn(reader, asked, { day, isEmailOn: false })
}

/** The same for whichever channel a message goes by. `isEmailOn`: whether the clinic sends e-mail. */
export async function readPersonOn(
  reader: Reader,
  asked: Asked,
  { day, isEmailOn }: { day: ClinicDay; isEmailOn: boolean }
): Promise<PersonFacts | null> {
  const addressee = await findAddressee(reader, asked, day)
  if (!addressee) return null
  const { summary, mobile, sms, email, ownEmail, preferred } = addressee
  const consents = await consentsFor(reader, summary, day)
  const consentTo = (purpose: ConsentPurpose, channel: ConsentChannel): PersonFacts['reminderConsent'] =>
    consents.find((each) => each.purpose === purpose && each.channel === channel) ?? NONE
  return {
    target: sms,
    mobile,
    isReserved: summary.isReserved,
    // Whoever sees the guardian's telephone must not learn where the child, or the guardian, is.
    isProtected: summary.addressProtection !== 'none' || (sms.ok && sms.isProtected),
    reminderConsent: consentTo('appointment-reminder', 'sms'),
    videoConsent: consentTo('video-link', 'sms'),
    offerConsent: consentTo('waiting-list-offer', 'sms'),
    noticeConsent: consentTo('message-notice', 'sms'),
    email: isEmailOn
      ? {
          target: email,
          own: ownEmail,
          reminderConsent: consentTo('appointment-reminder', 'email'),
          preferred
        }
      : null
  }
}

const NONE: PersonFacts['reminderConsent'] = { state: 'default-missing', isAllowed: false }

/**
 * Of which kind a message counts when it is judged. An answer goes to whoever wrote: any of the guardians to whom
 * something about the child goes.
 */
export async function carriedKind(
  reader: Reader,
  { purpose, recipient, patient_id }: Pick<MessageRow, 'purpose' | 'recipient'> & { patient_id: PatientId },
  day: ClinicDay
): Promise<Asked['purpose']> {
  if (purpose !== 'answer') return carriedAs(purpose)
  for (const kind of GUARDIAN_PURPOSES) {
    const target = await messageTarget(reader, { patientId: patient_id, purpose: kind }, day)
    if (target.ok && target.e164 === recipient) return kind
  }
  return carriedAs(purpose)
}
