import type { EmailSettingsDraft, EmailStatus, SavedEmailSettings } from '@contract/email'
import { tryMail, type SessionOptions } from '../../mail'
import type { Handlers } from '../../rpc/handlers'
import { readMoment, type MessagingContext } from './context'
import type { EmailLine } from './email-line'
import { messageIdOf } from './email-mail'
import { checkedAddress, checkedEmail, type StoredEmail } from './email-settings.rules'
import { emailTexts } from './email-texts'
import { countDueEmail } from './email.queries'
import { storedMoment } from './moment'

type EmailMethods = 'email.settings' | 'email.save' | 'email.test' | 'email.status'

export interface EmailHandlerDependencies {
  readonly context: MessagingContext
  readonly line: EmailLine
  readonly idKey: Buffer
  readonly session: SessionOptions
  /** The settings are others now: what waits goes by them. */
  readonly onSaved: () => void
}

export function emailHandlers(dependencies: EmailHandlerDependencies): Handlers<EmailMethods> {
  const { context, onSaved } = dependencies
  const { database, audit, events, email } = context

  async function checked(draft: EmailSettingsDraft): Promise<StoredEmail> {
    const { isTraining } = await context.settings.read()
    return checkedEmail(draft, { kept: await email.read(database.reader), isTraining })
  }

  return {
    'email.settings': async () => shown(await email.read(database.reader)),
    'email.save': async (draft, { actor }) => {
      const settings = await checked(draft)
      await database.write(async (transaction) => {
        await email.write(transaction, settings)
        // Neither server nor password: the log is read by others than those who may know them.
        await audit.record(transaction, actor, { action: 'email.changed', patientId: null })
      })
      email.forget()
      onSaved()
      events.publish('email.changed', {})
      return shown(settings)
    },
    'email.test': async ({ settings: draft, to }, { actor }) => {
      const address = checkedAddress(to, 'to')
      const settings = await checked(draft)
      await database.write((transaction) =>
        audit.record(transaction, actor, { action: 'email.tested', patientId: null })
      )
      return await sendTest(dependencies, settings, address)
    },
    'email.status': async () => await statusOf(dependencies)
  }
}

function shown({ password, ...settings }: StoredEmail): SavedEmailSettings {
  return { ...settings, hasPassword: password !== '' }
}

async function sendTest(
  { context, idKey, session }: EmailHandlerDependencies,
  email: StoredEmail,
  to: string
) {
  const { settings, now } = await readMoment(context)
  const { subject, body } = emailTexts(settings.language).test
  const mail = {
    messageId: messageIdOf(`test/${now.epochMilliseconds}/${to}`, { email, idKey }),
    from: { name: email.senderName, address: email.senderAddress },
    replyTo: email.replyTo === '' ? null : email.replyTo,
    to,
    subject,
    text: body,
    language: settings.language,
    date: now
  }
  return await tryMail(email, mail, session)
}

async function statusOf({ context, line }: EmailHandlerDependencies): Promise<EmailStatus> {
  const { reader } = context.database
  return {
    isOn: await context.email.isOn(reader),
    waiting: await countDueEmail(reader, storedMoment(context.clock.now())),
    trouble: line.trouble
  }
}
