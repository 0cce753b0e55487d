import type { Transaction } from '../../database/database'
import { consentState } from '../consents'
import type { Moment } from './context'
import { storedMoment } from './moment'
import { readPerson } from './person'
import type { PersonOnNumber } from './person.queries'
import type { Correspondent } from './reply-answer'
import { appointmentsFrom, type AppointmentOption } from './reply.queries'
import type { ReplyTextKey } from './reply-texts'

/**
 * Those of the people on a number whose appointments may be spoken of there. Who has turned sixteen and has not
 * confirmed the number since is none of them: it may be the parents'.
 */
export async function peopleToSpeakOf(
  transaction: Transaction,
  people: readonly PersonOnNumber[],
  { day }: Moment
): Promise<PersonOnNumber[]> {
  const spoken: PersonOnNumber[] = []
  for (const each of people) {
    const person = await readPerson(transaction, { patientId: each.patientId, purpose: 'appointments' }, day)
    if (person && (person.target.ok || person.target.reason !== 'turned-16')) spoken.push(each)
  }
  return spoken
}

/** From today on. On a shared number those who want no messages are not spoken of. */
export async function appointmentsOfSender(
  transaction: Transaction,
  { people, moment }: Correspondent
): Promise<readonly AppointmentOption[]> {
  const spoken: PersonOnNumber[] = []
  for (const person of people) {
    const key = { patientId: person.patientId, purpose: 'appointment-reminder', channel: 'sms' } as const
    if (people.length === 1 || (await consentState(transaction, key, moment.day)).isAllowed)
      spoken.push(person)
  }
  if (spoken.length === 0) return []
  const midnight = moment.now.toZonedDateTimeISO(moment.settings.timeZone).startOfDay().toInstant()
  const ids = spoken.map(({ patientId }) => patientId)
  return await appointmentsFrom(transaction, ids, storedMoment(midnight))
}

export interface Refusal {
  readonly key: Extract<ReplyTextKey, 'none' | 'unclear' | 'already-cancelled' | 'begun'>
  readonly about?: AppointmentOption
}

/** What is said where there is nothing to confirm or cancel. */
export function whyNone(all: readonly AppointmentOption[]): Refusal {
  const gone = all.findLast(({ status }) => status === 'cancelled')
  const begun = all.findLast(({ status }) => !['cancelled', 'noshow'].includes(status))
  // The later one is what the patient has in mind.
  if (gone && (!begun || gone.start > begun.start)) return { key: 'already-cancelled', about: gone }
  return begun ? { key: 'begun', about: begun } : { key: 'none' }
}
