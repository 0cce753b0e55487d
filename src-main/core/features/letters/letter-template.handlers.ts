import type { MethodName } from '@contract/index'
import type { LetterTemplate } from '@contract/letters'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Handlers } from '../../rpc/handlers'
import { letterFields, letterProblems } from './letter-fields.rules'
import {
  insertLetterTemplate,
  letterTemplateVersions,
  type StoredLetterTemplate
} from './letter-template.queries'
import type { LetterTemplates } from './letter-templates'
import { defaultLetter } from './letter-texts'
import type { LetterDependencies } from './letters.handlers'

type TemplateMethods = Extract<MethodName, `letterTemplates.${string}`>

export function letterTemplateHandlers(
  { database, clock, audit, events }: LetterDependencies,
  templates: LetterTemplates
): Handlers<TemplateMethods> {
  return {
    'letterTemplates.list': async () => (await templates.list(database.reader)).map(withFields),
    'letterTemplates.save': async (text, { actor }) => {
      const { kind, language } = text
      const [problem] = letterProblems(kind, text)
      if (problem) throw new AppError(`template-${problem.code}`, problem.parameters)
      const before = await templates.find(database.reader, { kind, language })
      const saved = { ...text, version: before.version + 1 }
      await database.write(async (transaction) => {
        const by = { at: toStoredInstant(clock.now()), by: actor.userId }
        await insertLetterTemplate(transaction, saved, by)
        const detail = `${kind} ${language} ${saved.version}`
        await audit.record(transaction, actor, { action: 'letter-template.saved', patientId: null, detail })
      })
      templates.forget()
      events.publish('letterTemplates.changed', {})
      return withFields(saved)
    },
    'letterTemplates.history': async (key) => {
      const started = {
        version: 0,
        ...defaultLetter(key.kind, key.language),
        createdAt: null,
        userName: null
      }
      return [...(await letterTemplateVersions(database.reader, key)), started]
    }
  }
}

function withFields(template: StoredLetterTemplate): LetterTemplate {
  const { kind, language, version, subject, body } = template
  return { kind, language, version, subject, body, fields: letterFields(kind).map((field) => `{${field}}`) }
}
