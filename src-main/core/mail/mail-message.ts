import type { Language } from '@contract/values'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Temporal } from 'temporal-polyfill'
import { htmlOf } from './mail-text.rules'

export interface Mail {
  /** Stays the same however often the message is tried, so that a receiver can tell a repeated one. */
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo: string | null
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly language: Language
  readonly date: Temporal.Instant
}

/**
 * The message as it goes over the line: plain text and simple HTML. It says that a program wrote it (RFC 3834), so that
 * no out-of-office answer comes back; it is no list mail and has no List-Unsubscribe.
 */
export async function rawMail(mail: Mail): Promise<Buffer> {
  const composer = new MailComposer({
    messageId: mail.messageId,
    date: new Date(mail.date.epochMilliseconds),
    from: mail.from,
    to: { name: '', address: mail.to },
    ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    html: htmlOf(mail.text, mail.language),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.language
    },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true
  })
  return await composer.compile().build()
}
