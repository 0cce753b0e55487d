import type { ImportForm } from '@contract/imports'
import { AppError } from '../../platform/app-error'
import {
  BundleEntry,
  FhirConsent,
  FhirPatient,
  FhirPractitioner,
  FhirRelatedPerson,
  FhirResource,
  nameOf
} from './import-fhir-shapes'
import { CutFault, cutEntries, LONGEST_OBJECT } from './import-fhir-entries.rules'
import { FhirGathering } from './import-fhir-neighbours'
import { cellsOfPatient, FHIR_COLUMNS } from './import-fhir-patient.rules'
import { splitLines } from './import-lines.rules'
import type { ImportRecord, ImportRowFault } from './import-parsing.rules'
import type { ImportFile, LeftOut } from './import-source'

type OpenText = () => AsyncIterable<string>

/** One resource of the file, read or found unreadable. The number is that of the entry, or the line. */
interface Entry {
  readonly number: number
  /** The names others refer to it by. */
  readonly names: readonly string[]
  readonly resource: unknown
  readonly fault: 'entry-json' | 'row-too-long' | null
}

/**
 * A FHIR R4 Bundle, or NDJSON with a resource on each line, as a list of patients. It is gone through once for what is
 * said of patients elsewhere in it, and again for each reading of the patients; never more than an entry is in memory.
 * @throws AppError `file-json` when it is neither, or cut off
 */
export async function openFhirFile(text: OpenText, beginning: string): Promise<Omit<ImportFile, 'encoding'>> {
  const form = formOf(beginning)
  const entries = () => (form === 'fhir-bundle' ? bundleEntries(text()) : lineEntries(text()))
  const gathering = new FhirGathering()
  const leftOut = await gather(entries(), gathering)
  return {
    ...{ form, delimiter: null, leftOut },
    headings: FHIR_COLUMNS.map(([heading]) => heading),
    columns: FHIR_COLUMNS.map(([, field]) => field),
    async *rows() {
      for await (const entry of entries()) {
        const record = recordOf(entry, gathering)
        if (record) yield record
      }
    }
  }
}

/** A first line that is a whole resource of another kind begins NDJSON. */
function formOf(beginning: string): Exclude<ImportForm, 'csv'> {
  const [line = ''] = beginning.trimStart().split(/\r?\n/)
  const resource = FhirResource.safeParse(parsed(line).value)
  return resource.success && resource.data.resourceType !== 'Bundle' ? 'fhir-ndjson' : 'fhir-bundle'
}

async function* bundleEntries(text: AsyncIterable<string>): AsyncGenerator<Entry, void, undefined> {
  let number = 0
  try {
    for await (const cut of cutEntries(text)) {
      number += 1
      if (cut === null) {
        yield { number, names: [], resource: null, fault: 'row-too-long' }
        continue
      }
      const { value, isSound } = parsed(cut)
      const entry = BundleEntry.safeParse(value)
      const { fullUrl, resource } = entry.success ? entry.data : {}
      const names = [fullUrl, idOf(resource)].filter((name) => name !== undefined)
      yield { number, names, resource, fault: isSound ? null : 'entry-json' }
    }
  } catch (error) {
    throw error instanceof CutFault ? new AppError('file-json', {}, { cause: error }) : error
  }
}

async function* lineEntries(text: AsyncIterable<string>): AsyncGenerator<Entry, void, undefined> {
  for await (const { line: number, text: line, isTooLong } of splitLines(text, LONGEST_OBJECT)) {
    if (line.trim() === '' && !isTooLong) continue
    const { value: resource, isSound } = isTooLong ? { value: null, isSound: true } : parsed(line)
    const names = [idOf(resource)].filter((name) => name !== undefined)
    const fault = isSound ? null : ('entry-json' as const)
    yield { number, names, resource, fault: isTooLong ? 'row-too-long' : fault }
  }
}

function parsed(text: string): { value: unknown; isSound: boolean } {
  try {
    const value: unknown = JSON.parse(text)
    return { value, isSound: true }
  } catch (error) {
    if (error instanceof SyntaxError) return { value: null, isSound: false }
    throw error
  }
}

function idOf(resource: unknown): string | undefined {
  const known = FhirResource.safeParse(resource)
  return known.success ? known.data.id : undefined
}

/** Counts by what is left out, the most frequent first. */
async function gather(entries: AsyncIterable<Entry>, gathering: FhirGathering): Promise<LeftOut[]> {
  const counts = new Map<string, number>()
  for await (const entry of entries)
    for (const [what, count] of leftOutOf(entry, gathering)) counts.set(what, (counts.get(what) ?? 0) + count)
  return [...counts].map(([what, count]) => ({ what, count })).sort((one, other) => other.count - one.count)
}

/** Gathers what the entry says of a patient elsewhere. @returns what of it has no place in a register */
function leftOutOf(
  { resource, names }: Entry,
  gathering: FhirGathering
): readonly [what: string, count: number][] {
  const kind = FhirResource.safeParse(resource)
  if (!kind.success) return []
  const { resourceType } = kind.data
  if (resourceType === 'Patient') return unreadOf(resource)
  if (resourceType === 'RelatedPerson') {
    const related = FhirRelatedPerson.safeParse(resource)
    if (related.success && gathering.addRelatedPerson(related.data)) return []
  }
  if (resourceType === 'Consent') {
    const consent = FhirConsent.safeParse(resource)
    if (consent.success && gathering.addConsent(consent.data)) return []
  }
  if (resourceType === 'Practitioner') {
    const practitioner = FhirPractitioner.safeParse(resource)
    if (practitioner.success) gathering.addPractitioner(names, nameOf(practitioner.data.name))
    return []
  }
  return [[resourceType, 1]]
}

function unreadOf(resource: unknown): readonly [what: string, count: number][] {
  const patient = FhirPatient.safeParse(resource)
  if (!patient.success) return []
  const { extension = [], contact = [] } = patient.data
  const unread: [string, number][] = [
    ['extension', extension.length],
    ['contact', contact.length]
  ]
  return unread.filter(([, count]) => count > 0)
}

/** Null: no patient. */
function recordOf(
  { number: line, names, resource, fault }: Entry,
  gathering: FhirGathering
): ImportRecord | null {
  const entry = names[0] ?? null
  const faulty = (problem: ImportRowFault): ImportRecord => ({
    line,
    entry,
    text: entry ?? '',
    fault: problem
  })
  if (fault !== null) return faulty({ code: fault, parameters: {} })
  const kind = FhirResource.safeParse(resource)
  if (!kind.success) return faulty({ code: 'entry-shape', parameters: { path: 'resourceType' } })
  if (kind.data.resourceType !== 'Patient') return null
  const patient = FhirPatient.safeParse(resource)
  if (!patient.success) {
    const path = patient.error.issues[0]?.path.join('.') ?? ''
    return faulty({ code: 'entry-shape', parameters: { path } })
  }
  // An element that changes the meaning of a resource may not be passed over (FHIR R4, Extensibility, 2.4.1).
  if ((patient.data.modifierExtension ?? []).length > 0)
    return faulty({ code: 'entry-modifier', parameters: {} })
  if (patient.data.active === false) return faulty({ code: 'entry-inactive', parameters: {} })
  const neighbours = {
    ...gathering.of(names),
    practitionerName: (reference: string) => gathering.practitionerName(reference)
  }
  return { line, entry, text: entry ?? '', cells: cellsOfPatient(patient.data, entry ?? '', neighbours) }
}
