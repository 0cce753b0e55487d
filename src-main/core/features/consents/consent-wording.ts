import { ConsentPurpose } from '@contract/consents'
import type { Language } from '@contract/values'
import { z } from 'zod'

const Wording = z.strictObject({
  version: z.string().min(1),
  texts: z.record(ConsentPurpose, z.string().min(1))
})
export type Wording = z.infer<typeof Wording>

const files = import.meta.glob('../../../../resources/consent-wording/*.json', {
  eager: true,
  import: 'default'
})

const WORDINGS: ReadonlyMap<string, Wording> = new Map(
  Object.entries(files).map(([path, content]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    Wording.parse(content)
  ])
)

/**
 * What is read to the patient before a decision. A changed sentence gets a new version in its file, so that each
 * decision tells what the patient was asked.
 */
export function wordingIn(language: Language): Wording {
  const wording = WORDINGS.get(language)
  if (!wording) throw new Error(`No consent wording for ${language}.`)
  return wording
}
