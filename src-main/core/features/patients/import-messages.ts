import type { Language } from '@contract/values'
import type { ImportFinding } from './import-contacts.rules'

type Sentences = Record<string, unknown>

// The pages' own sentences, so that a reason reads the same in the list, in the saved file and from the command.
const files = import.meta.glob<Sentences>(
  [
    '../../../../src-renderer/locales/*/imports.json',
    '../../../../src-renderer/locales/*/errors-patients.json'
  ],
  { eager: true, import: 'default' }
)

/** Why a row was refused or warned about, in full sentences of the clinic's language. */
export function describeFindings(findings: readonly ImportFinding[], language: Language): string {
  return findings.map((finding) => describeFinding(finding, language)).join(' ')
}

function describeFinding({ code, parameters }: ImportFinding, language: Language): string {
  const sentence = issueSentences(language)[code] ?? code
  const rule = parameters['rule'] === undefined ? undefined : ruleSentences(language)[parameters['rule']]
  const text = [sentence, rule].filter((part) => typeof part === 'string').join(' ')
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => parameters[name] ?? placeholder)
}

/** What a contact that cannot be used is kept as in the patient's note. */
export function noteOfContact(channel: 'mobile' | 'email', text: string, language: Language): string {
  const sentence = issueSentences(language)[`note-${channel}`]
  return `${typeof sentence === 'string' ? sentence : channel}: ${text}`
}

function issueSentences(language: Language): Sentences {
  const issues = sentencesOf(`${language}/imports.json`)['issue']
  return typeof issues === 'object' && issues !== null ? { ...issues } : {}
}

function ruleSentences(language: Language): Sentences {
  return sentencesOf(`${language}/errors-patients.json`)
}

function sentencesOf(end: string): Sentences {
  return Object.entries(files).find(([path]) => path.endsWith(`/${end}`))?.[1] ?? {}
}
