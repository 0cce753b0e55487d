import { z } from 'zod'
import type { IncomingResource } from './resource'

const Reference = z.object({ reference: z.string().optional() })
type Reference = z.infer<typeof Reference>
const NONE: Reference[] = []
const Identifier = z.object({ system: z.string().optional(), value: z.string().optional() })
const Searched = z.object({
  identifier: z.array(Identifier).catch([]),
  status: z.string().optional().catch(undefined),
  slot: z.array(Reference).catch(NONE),
  // A Schedule has a list of them.
  actor: z.array(Reference).catch(NONE),
  participant: z.array(z.object({ actor: Reference.optional() })).catch([]),
  schedule: Reference.optional().catch(undefined),
  patient: Reference.optional().catch(undefined),
  for: Reference.optional().catch(undefined),
  subject: Reference.optional().catch(undefined)
})

/** What a resource can be found by, each as `parameter=value`. */
export function keysOf(body: IncomingResource): string[] {
  const found = Searched.parse(body)
  const actors = [...found.actor, ...found.participant.flatMap(({ actor }) => actor ?? [])]
  const patients = [found.patient, found.for, found.subject, ...actors].filter((each) =>
    each?.reference?.startsWith('Patient/')
  )
  const status = found.status === undefined ? [] : [`status=${found.status}`]
  return [
    ...found.identifier.flatMap(({ system, value }) => [
      `identifier=${value ?? ''}`,
      `identifier=${system ?? ''}|${value ?? ''}`
    ]),
    ...status,
    ...referenceKeys('slot', found.slot),
    ...referenceKeys('schedule', [found.schedule]),
    ...referenceKeys('actor', actors),
    ...referenceKeys('patient', patients)
  ]
}

function referenceKeys(parameter: string, references: readonly (Reference | undefined)[]): string[] {
  return references.flatMap((each) =>
    each?.reference === undefined ? [] : [`${parameter}=${each.reference}`]
  )
}

/** A parameter's value as the index has it: `patient=12` means `Patient/12`. */
export function wantedKey(parameter: string, value: string): string {
  const types: Readonly<Record<string, string>> = { slot: 'Slot', schedule: 'Schedule', patient: 'Patient' }
  const type = types[parameter]
  return `${parameter}=${type === undefined || value.includes('/') ? value : `${type}/${value}`}`
}
