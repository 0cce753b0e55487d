import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '@contract/choices'
import { CompactIndex } from '../../platform/compact-index'
import { CONSENT_CHANNEL_SYSTEM, CONSENT_PURPOSE_SYSTEM, RELATIONSHIPS } from '../../platform/fhir'
import { writtenConsent } from './import-extras.rules'
import { numberOfIdentifier } from './import-fhir-patient.rules'
import type { FhirCoding, FhirConsent, FhirRelatedPerson } from './import-fhir-shapes'

const KEYS = CONSENT_PURPOSES.flatMap((purpose) => CONSENT_CHANNELS.map((channel) => ({ purpose, channel })))
/** Two bits for each purpose and channel: 1 given, 2 withdrawn. The reservation stands above them. */
const GIVEN = 1
const WITHDRAWN = 2
const RESERVED = 4 ** KEYS.length

/**
 * What the other resources of a FHIR file say of its patients. They may stand anywhere in the file, so they are gathered
 * before the patients are read: some 60 bytes for each patient of whom something is said.
 */
export class FhirGathering {
  readonly #consented = new CompactIndex()
  readonly #consents: number[] = []
  readonly #children = new CompactIndex()
  readonly #guardians: string[] = []
  readonly #practitioners = new Map<string, string>()

  /** @returns false where it says nothing that a register holds */
  addConsent({ status, patient, provision }: FhirConsent): boolean {
    const reference = patient?.reference
    if (status !== 'active' || reference === undefined) return false
    const isDenied = provision?.type === 'deny'
    const places = placesOf(provision)
    if (places.length === 0 && !isOfEverything(provision)) return false
    const index = this.#consented.add(keyOf(reference))
    let bits = this.#consents[index] ?? 0
    for (const place of places) bits = withDecision(bits, place, isDenied ? WITHDRAWN : GIVEN)
    if (places.length === 0 && bits < RESERVED) bits += RESERVED
    this.#consents[index] = bits
    return true
  }

  /**
   * @returns false for one without a national number, who cannot be found, and for foster parents and child welfare:
   * whoever takes the child over asks who has the care of it today
   */
  addRelatedPerson({ patient, identifier = [], relationship = [], ...person }: FhirRelatedPerson): boolean {
    const number = identifier.map(numberOfIdentifier).find((each) => each !== null)
    if (patient.reference === undefined || number == null) return false
    if (person.active === false || person.period?.end !== undefined) return false
    const codes = relationship.flatMap(({ coding = [] }) => coding.map(({ code }) => code))
    if (PLACED_ANEW.some((code) => codes.includes(code))) return false
    const isLegal = codes.includes('GUARD')
    const index = this.#children.add(keyOf(patient.reference))
    this.#guardians[index] = [this.#guardians[index], isLegal ? `legal-guardian:${number}` : number]
      .filter((each) => each !== undefined)
      .join(' ')
    return true
  }

  addPractitioner(names: readonly string[], name: string): void {
    for (const each of names) this.#practitioners.set(keyOf(each), name)
  }

  practitionerName(reference: string): string | null {
    return this.#practitioners.get(keyOf(reference)) ?? null
  }

  /** What is said of the patient who goes by any of these names. */
  of(names: readonly string[]): { guardians: string; consents: string; isReserved: boolean } {
    const keys = [...new Set(names.map(keyOf))]
    const bits =
      keys.map((key) => this.#consents[this.#consented.find(key)]).find((each) => each !== undefined) ?? 0
    const guardians = keys.flatMap((key) => this.#guardians[this.#children.find(key)] ?? [])
    const consents = KEYS.flatMap((key, place) => {
      const decision = decisionOf(bits, place)
      return decision === null ? [] : [writtenConsent({ ...key, decision })]
    })
    return { guardians: guardians.join(' '), consents: consents.join(' '), isReserved: bits >= RESERVED }
  }
}

const PLACED_ANEW: readonly (string | undefined)[] = [
  RELATIONSHIPS['foster-parent'].code,
  RELATIONSHIPS['child-welfare'].code
]

/** A resource goes by its fullUrl or its id: `urn:uuid:1-2`, `Patient/1-2` and `https://…/Patient/1-2` are one. */
function keyOf(reference: string): string {
  return (
    reference
      .replace(/^urn:(uuid|oid):/, '')
      .replace(/\/_history\/.*$/, '')
      .split('/')
      .at(-1) ?? reference
  )
}

type Provision = FhirConsent['provision']

function placesOf(provision: Provision): number[] {
  const codesOf = (codings: readonly FhirCoding[], system: string) =>
    codings.filter((coding) => coding.system === system).map(({ code }) => code)
  const purposes = codesOf(provision?.purpose ?? [], CONSENT_PURPOSE_SYSTEM)
  const channels = codesOf(
    (provision?.code ?? []).flatMap(({ coding = [] }) => coding),
    CONSENT_CHANNEL_SYSTEM
  )
  return KEYS.flatMap(({ purpose, channel }, place) =>
    purposes.includes(purpose) && channels.includes(channel) ? [place] : []
  )
}

/** A denial of every message, on our own channels and for no purpose by name: a reservation. */
function isOfEverything(provision: Provision): boolean {
  if (provision?.type !== 'deny' || (provision.purpose ?? []).length > 0) return false
  const codings = (provision.code ?? []).flatMap(({ coding = [] }) => coding)
  return CONSENT_CHANNELS.every((channel) =>
    codings.some(({ system, code }) => system === CONSENT_CHANNEL_SYSTEM && code === channel)
  )
}

/** Twelve places of two bits and one above fit a number exactly, beyond the 32 bits of its operators too. */
function withDecision(bits: number, place: number, decision: number): number {
  const unit = 4 ** place
  const before = Math.floor(bits / unit) % 4
  return bits + (decision - before) * unit
}

function decisionOf(bits: number, place: number): 'given' | 'withdrawn' | null {
  const decision = Math.floor(bits / 4 ** place) % 4
  if (decision === GIVEN) return 'given'
  return decision === WITHDRAWN ? 'withdrawn' : null
}
