import { createHmac } from 'node:crypto'
import type { Mail } from '../../mail'
import type { Moment } from './context'
import type { StoredEmail } from './email-settings.rules'
import { emailSubject } from './email-texts'
import { clinicValues } from './message-text.rules'
import { textToSend } from './outbox'
import type { MessageRow } from './outbox.queries'
import { renderTemplate } from './template.rules'

/** A message of the outbox as mail. Its Message-ID is made from its key and so stays, however often it is tried. */
export function mailOf(
  row: MessageRow,
  { email, moment, idKey }: { email: StoredEmail; moment: Moment; idKey: Buffer }
): Mail {
  const { settings, now } = moment
  const values = clinicValues({ settings, language: row.language, isProtected: false })
  return {
    messageId: messageIdOf(row.key, { email, idKey }),
    from: { name: email.senderName, address: email.senderAddress },
    replyTo: email.replyTo === '' ? null : email.replyTo,
    to: row.recipient ?? '',
    subject: renderTemplate(emailSubject(row.purpose, row.language), values),
    text: textToSend(row),
    language: row.language,
    date: now
  }
}

/** RFC 5322 § 3.6.4. The key itself names an appointment, so only a keyed digest of it leaves the house. */
export function messageIdOf(key: string, { email, idKey }: { email: StoredEmail; idKey: Buffer }): string {
  const digest = createHmac('sha256', idKey).update(key).digest('hex').slice(0, 32)
  return `<${digest}@${email.senderAddress.slice(email.senderAddress.lastIndexOf('@') + 1)}>`
}
