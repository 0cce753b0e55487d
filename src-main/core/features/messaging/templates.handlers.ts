import type { MessagePreview } from '@contract/messages'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import { readMoment, type MessagingContext } from './context'
import { storedMoment } from './moment'
import { previewMessage } from './preview'
import { fieldsOf, isTemplatePurpose, templateProblems } from './template.rules'
import { defaultText } from './template-texts'
import { insertTemplate, versionsOf } from './templates.queries'

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
    'templates.save': async ({ purpose, language, body }, { actor }) => {
      if (!isTemplatePurpose(purpose)) throw new AppError('template-none')
      const [problem] = templateProblems(purpose, body)
      if (problem) throw new AppError(`template-${problem.code}`, problem.parameters)
      const { now } = await readMoment(context)
      const before = await templates.find(database.reader, purpose, language)
      const version = before.version + 1
      await database.write(async (transaction) => {
        const by = { at: storedMoment(now), by: actor.userId }
        await insertTemplate(transaction, { purpose, language, version, body }, by)
        await audit.record(transaction, actor, {
          action: 'template.saved',
          patientId: null,
          detail: `${purpose} ${language} ${version}`
        })
      })
      templates.forget()
      events.publish('templates.changed', {})
      return { purpose, language, version, body, fields: fieldsOf(purpose).map((field) => `{${field}}`) }
    },
    'templates.history': async ({ purpose, language }) => {
      if (!isTemplatePurpose(purpose)) throw new AppError('template-none')
      const first = {
        version: 0,
        body: defaultText(purpose, language),
        createdAt: null,
        userName: null
      }
      return [...(await versionsOf(database.reader, { purpose, language })), first]
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
