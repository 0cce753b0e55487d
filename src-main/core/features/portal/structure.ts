import type { Bundle } from '@medplum/fhirtypes'
import type { PortalResource } from './kind'
import { faultOf } from './mapping/own-checks.rules'
import { shapeKeyOf } from './shape-key.rules'

/** What is wrong with a resource, in words for the log and without its content; null: nothing. */
export type StructureCheck = (resource: PortalResource) => string | null

/** See scripts/fhir/trim-definitions.mjs. */
const DEFINITIONS = import.meta.glob<Bundle>('../../../../resources/fhir/definitions.json', {
  import: 'default'
})

/** Shapes of resources that were found right: a clinic's are few, and looking at one anew takes thirty times as long. */
const MOST_SHAPES = 2_000

let loading: Promise<StructureCheck> | null = null

/** Read once, when a portal is connected: a clinic without one pays nothing for it. */
export async function loadStructureCheck(): Promise<StructureCheck> {
  return await (loading ??= load())
}

async function load(): Promise<StructureCheck> {
  const { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } =
    await import('@medplum/core')
  for (const load of Object.values(DEFINITIONS)) indexStructureDefinitionBundle(await load())
  const right = new Set<string>()
  return (resource) => {
    const key = shapeKeyOf(resource)
    if (right.has(key)) return faultOf(resource)
    try {
      validateResource(resource)
      if (right.size >= MOST_SHAPES) right.clear()
      right.add(key)
      return faultOf(resource)
    } catch (error) {
      if (!(error instanceof OperationOutcomeError)) throw error
      const [issue] = error.outcome.issue ?? []
      // The issue's own words may quote the value: only where it is and of which kind goes on.
      return `${resource.resourceType}: ${issue?.code ?? 'structure'} ${issue?.expression?.join(', ') ?? ''}`.trim()
    }
  }
}
