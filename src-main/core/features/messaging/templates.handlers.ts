import type { MessagePreview, MessageTemplate } from '@contract/messages'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import { readMoment, type MessagingContext } from './context'
import { storedMoment } from './moment'
import { previewMessage } from './preview'
import { fieldsOf, isTemplatePurpose, templateProblems, type TemplateKey } from './template.rules'
import { defaultText, hasText } from './template-texts'
import { insertTemplate, versionsOf } from './templates.queries'

type AskedTemplate = Pick<MessageTemplate, 'channel' | 'purpose' | 'language'>

export function templateHandlers(
  context: MessagingContext,
  look: Look
): Handlers<'templates.list' | 'templates.save' | 'templates.history' | 'messages.preview'> {
  const { database, templates, audit, events } = context
  return {
    'templates.list': async () =>
      (await templates.list(database.reader)).map((template) => ({
        ...template,
        fields: fieldsOf(template.purpose).map((field) => `{${field}}`)
      })),
    'templates.save': async ({ body, ...asked }, { actor }) => {
      const key = keyOf(asked)
      const { channel, purpose, language } = key
      const [problem] = templateProblems(purpose, body)
      if (problem) throw new AppError(`template-${problem.code}`, problem.parameters)
      const { now } = await readMoment(context)
      const before = await templates.find(database.reader, key)
      const version = before.version + 1
      await database.write(async (transaction) => {
        const by = { at: storedMoment(now), by: actor.userId }
        await insertTemplate(transaction, { ...key, version, body }, by)
        await audit.record(transaction, actor, {
          action: 'template.saved',
          patientId: null,
          detail: `${channel} ${purpose} ${language} ${version}`
        })
      })
      templates.forget()
      events.publish('templates.changed', {})
      return { ...key, version, body, fields: fieldsOf(purpose).map((field) => `{${field}}`) }
    },
    'templates.history': async (asked) => {
      const key = keyOf(asked)
      const first = { version: 0, body: defaultText(key), createdAt: null, userName: null }
      return [...(await versionsOf(database.reader, key)), first]
    },
    'messages.preview': async (input, { actor }): Promise<MessagePreview> => {
      const moment = await readMoment(context)
      const { patientId } = input
      if (patientId === null) return await previewMessage(database.reader, input, moment)
      return await look(actor, { action: 'message.previewed', patientId }, (reader) =>
        previewMessage(reader, input, moment)
      )
    }
  }
}

/** @throws AppError `template-none` for what is not written from a text of the clinic's */
function keyOf({ channel, purpose, language }: AskedTemplate): TemplateKey {
  if (!isTemplatePurpose(purpose) || !hasText({ channel, purpose })) throw new AppError('template-none')
  return { channel, purpose, language }
}
