import type { Language } from '@contract/values'
import type { Reader } from '../../database/database'
import { TEMPLATE_PURPOSES, type TemplateKey } from './template.rules'
import { defaultText, hasText } from './template-texts'
import { readTemplates } from './templates.queries'

export interface Template extends TemplateKey {
  /** 0 is the text the clinic started with. */
  readonly version: number
  readonly body: string
}

export interface Templates {
  find(reader: Reader, key: TemplateKey): Promise<Template>
  list(reader: Reader): Promise<Template[]>
  /** Forgets what was read, after a version was added. */
  forget(): void
}

const LANGUAGES = ['nb', 'nn', 'da', 'nl', 'en'] as const satisfies readonly Language[]
const CHANNELS = ['sms', 'email'] as const

const KEYS: readonly TemplateKey[] = CHANNELS.flatMap((channel) =>
  TEMPLATE_PURPOSES.filter((purpose) => hasText({ channel, purpose })).flatMap((purpose) =>
    LANGUAGES.map((language) => ({ channel, purpose, language }))
  )
)

/** The clinic's texts, read once and kept until they change. */
export function createTemplates(): Templates {
  let known: readonly Template[] | null = null
  async function list(reader: Reader): Promise<Template[]> {
    if (!known) {
      const stored = await readTemplates(reader)
      known = KEYS.map((key) => {
        const own = stored.find((row) => isSame(row, key))
        return { ...key, version: own?.version ?? 0, body: own?.body ?? defaultText(key) }
      })
    }
    return [...known]
  }
  return {
    list,
    async find(reader, key) {
      const found = (await list(reader)).find((template) => isSame(template, key))
      return found ?? { ...key, version: 0, body: defaultText(key) }
    },
    forget() {
      known = null
    }
  }
}

function isSame(
  one: { readonly [Part in keyof TemplateKey]: string },
  { channel, purpose, language }: TemplateKey
): boolean {
  return one.channel === channel && one.purpose === purpose && one.language === language
}
