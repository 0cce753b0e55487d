import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { MessagingContext } from './context'
import { readOwnEmail } from './email.queries'
import type { PersonRow } from './person.queries'

export interface CodeAddress {
  readonly channel: ConsentChannel
  /** The patient's own: a code to anybody else would prove nothing. */
  readonly address: string
}

/**
 * Where a patient's code goes: by the channel named; else by the one preferred, and by e-mail where there is no mobile.
 * @throws AppError `mobile-missing`, `number-disputed`, `email-missing`, `email-off`, `email-protected`
 */
export async function codeAddress(
  { email: store }: Pick<MessagingContext, 'email'>,
  reader: Reader,
  { patientId, person, wanted }: { patientId: PatientId; person: PersonRow; wanted: ConsentChannel | null }
): Promise<CodeAddress> {
  const isOn = await store.isOn(reader)
  const { email, preferred } = await readOwnEmail(reader, patientId)
  const mayEmail = isOn && email !== null && !person.isProtected
  const byItself = mayEmail && (preferred === 'email' || person.mobile === null) ? 'email' : 'sms'
  if ((wanted ?? byItself) === 'sms') {
    if (person.mobile === null) throw new AppError('mobile-missing')
    if (person.isMobileDisputed) throw new AppError('number-disputed')
    return { channel: 'sms', address: person.mobile }
  }
  if (!isOn) throw new AppError('email-off')
  if (email === null) throw new AppError('email-missing')
  if (person.isProtected) throw new AppError('email-protected')
  return { channel: 'email', address: email }
}
