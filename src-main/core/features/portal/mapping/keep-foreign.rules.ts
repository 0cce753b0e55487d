import type { Extension, Identifier } from '@medplum/fhirtypes'

interface Marked {
  identifier?: Identifier[]
  extension?: Extension[]
}

/** Names of the clinic's own: what it leaves out of them is meant to be gone. */
const OURS = /^urn:skranke:(?!portal:)/

/**
 * What the clinic writes, with the identifiers and extensions that the portal has given it for itself. The national
 * numbers of a person are the clinic's to write, so a person keeps only what is named as the portal's.
 */
export function keepForeign<R extends Marked>(body: R, base: Marked | null, isPerson = false): R {
  if (base === null) return body
  const isTheirs = (name: string | undefined) =>
    isPerson ? name?.startsWith('urn:skranke:portal:') === true : name !== undefined && !OURS.test(name)
  const identifiers = (base.identifier ?? []).filter(({ system }) => isTheirs(system))
  const extensions = (base.extension ?? []).filter(({ url }) => !OURS.test(url))
  return {
    ...body,
    ...(identifiers.length > 0 && { identifier: [...(body.identifier ?? []), ...identifiers] }),
    ...(extensions.length > 0 && { extension: [...(body.extension ?? []), ...extensions] })
  }
}
