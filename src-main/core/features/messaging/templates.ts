import type { Language } from '@contract/values'
import type { Reader } from '../../database/database'
import { TEMPLATE_PURPOSES, type TemplatePurpose } from './template.rules'
import { defaultText } from './template-texts'
import { readTemplates } from './templates.queries'

export interface Template {
  readonly purpose: TemplatePurpose
  readonly language: Language
  /** 0 is the text the clinic started with. */
  readonly version: number
  readonly body: string
}

export interface Templates {
  find(reader: Reader, purpose: TemplatePurpose, language: Language): Promise<Template>
  list(reader: Reader): Promise<Template[]>
  /** Forgets what was read, after a version was added. */
  forget(): void
}

const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en'] as const satisfies readonly Language[]

/** The clinic's texts, read once and kept until they change. */
export function createTemplates(): Templates {
  let known: readonly Template[] | null = null
  async function list(reader: Reader): Promise<Template[]> {
    if (!known) {
      const stored = await readTemplates(reader)
      known = TEMPLATE_PURPOSES.flatMap((purpose) =>
        LANGUAGES.map((language) => {
          const own = stored.find((row) => row.purpose === purpose && row.language === language)
          return {
            purpose,
            language,
            version: own?.version ?? 0,
            body: own?.body ?? defaultText(purpose, language)
          }
        })
      )
    }
    return [...known]
  }
  return {
    list,
    async find(reader, purpose, language) {
      const found = (await list(reader)).find(
        (template) => template.purpose === purpose && template.language === language
      )
      return found ?? { purpose, language, version: 0, body: defaultText(purpose, language) }
    },
    forget() {
      known = null
    }
  }
}
