import { ConsentPurpose } from '@contract/consents'
import type { Language } from '@contract/values'
import { z } from 'zod'

const Wording = z.strictObject({
  version: z.string().min(1),
  texts: z.record(ConsentPurpose, z.string().min(1))
})
export type Wording = z.infer<typeof Wording>

/** Newest first. Earlier ones stay for ever: they are what patients were asked. */
const Wordings = z.tuple([Wording], Wording)

const files = import.meta.glob('../../../../resources/consent-wording/*.json', {
  eager: true,
  import: 'default'
})

const WORDINGS: ReadonlyMap<string, z.infer<typeof Wordings>> = new Map(
  Object.entries(files).map(([path, content]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    Wordings.parse(content)
  ])
)

const BY_VERSION: ReadonlyMap<string, Wording> = new Map(
  [...WORDINGS.values()].flat().map((wording) => [wording.version, wording])
)

/**
 * What is read to the patient before a decision. A changed sentence is a new version put before the others in its
 * file, so that each decision tells what the patient was asked.
 */
export function wordingIn(language: Language): Wording {
  const wording = WORDINGS.get(language)
  if (!wording) throw new Error(`No consent wording for ${language}.`)
  return wording[0]
}

/** The sentence of a version, present or past; null where the words are not ours, as in an imported list. */
export function wordingRead(version: string, purpose: ConsentPurpose | null): string | null {
  return purpose === null ? null : (BY_VERSION.get(version)?.texts[purpose] ?? null)
}

/** Every version there has been, for the test that none is lost or changed. */
export function everyWording(): readonly Wording[] {
  return [...BY_VERSION.values()]
}
