import type { ConsentChannel, ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { consentsFor } from '../consents'
import { findAddressee, type ClinicDay } from '../patients'
import type { PersonFacts } from './sending.rules'

/** Everything about a patient that decides whether and where an SMS may go. Null when there is no such patient. */
export async function readPerson(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<PersonFacts | null> {
  return await readPersonOn(reader, patientId, { day, isEmailOn: false })
}

/** The same for whichever channel a message goes by. `isEmailOn`: whether the clinic sends e-mail. */
export async function readPersonOn(
  reader: Reader,
  patientId: PatientId,
  { day, isEmailOn }: { day: ClinicDay; isEmailOn: boolean }
): Promise<PersonFacts | null> {
  const addressee = await findAddressee(reader, patientId, day)
  if (!addressee) return null
  const { summary, mobile, sms, email, ownEmail, preferred } = addressee
  const consents = await consentsFor(reader, summary, day)
  const consentTo = (purpose: ConsentPurpose, channel: ConsentChannel): PersonFacts['reminderConsent'] =>
    consents.find((each) => each.purpose === purpose && each.channel === channel) ?? NONE
  return {
    target: sms,
    mobile,
    isReserved: summary.isReserved,
    isProtected: summary.addressProtection !== 'none',
    reminderConsent: consentTo('appointment-reminder', 'sms'),
    videoConsent: consentTo('video-link', 'sms'),
    offerConsent: consentTo('waiting-list-offer', 'sms'),
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
