import type { ComparedField, ComparedRecord, Comparison } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import type { Country } from '@contract/values'
import type { Reader } from '../../database/database'
import { formatTelephone } from '../../platform/telephone'
import { getPatientRow, needsReason, type PatientRow } from '../patients'
import { readContents } from './contents.queries'
import { readGpName } from './gp-name.queries'
import { scorePair } from './pair-score.rules'
import { findPair } from './pairs.queries'
import { readPersons, type KnownPerson } from './person-facts.queries'
import { readState } from './person-state.queries'
import { DECIDED, FIELDS, isEmptyIn, isSameIn, type PersonState } from './person-state.rules'
import { areRelated, isErasureOpen } from './relations.queries'
import { betterRecord, suggestedChoice, type WeighedRecord } from './suggestion.rules'

interface Side {
  readonly row: PatientRow
  readonly state: PersonState
  readonly person: KnownPerson
  readonly record: ComparedRecord
  readonly gpName: string | null
}

/**
 * Two records side by side, with what would be chosen and which would survive. The caller writes the access log.
 * @throws AppError `not-found`, `patient-merged`
 */
export async function compareRecords(
  reader: Reader,
  { oneId, otherId, country }: { oneId: PatientId; otherId: PatientId; country: Country }
): Promise<Comparison> {
  const [one, other] = [await readSide(reader, oneId), await readSide(reader, otherId)]
  const pair = await findPair(reader, oneId, otherId)
  const { score, reasons } = scorePair(one.person, other.person)
  const better = betterRecord(weighed(one), weighed(other))
  const isHidden = one.row.address_protection !== 'none' || other.row.address_protection !== 'none'
  return {
    one: one.record,
    other: other.record,
    score,
    reasons: [...reasons],
    fields: FIELDS.map((field): ComparedField => {
      const shown = (side: Side) => (isHidden && HIDDEN.has(field) ? null : shownValue(field, side, country))
      return {
        field,
        one: shown(one),
        other: shown(other),
        isDifferent: !isSameIn(field, one.state, other.state),
        suggested: DECIDED.has(field)
          ? null
          : suggestedChoice(field, { one: one.state, other: other.state, better })
      }
    }),
    suggestedSurvivorId: better === 'one' ? oneId : otherId,
    isDismissed: pair?.state === 'not-the-same',
    isReasonNeeded: needsReason(one.row) || needsReason(other.row),
    obstacle: await obstacleTo(reader, [oneId, otherId])
  }
}

async function obstacleTo(reader: Reader, [one, other]: readonly [PatientId, PatientId]) {
  if (await areRelated(reader, one, other)) return 'merge-related'
  return (await isErasureOpen(reader, [one, other])) ? 'merge-erasure' : null
}

/** A protected patient's address, or a doctor elsewhere, tells where they are. */
const HIDDEN: ReadonlySet<ComparedField['field']> = new Set<ComparedField['field']>(['address', 'gp'])

async function readSide(reader: Reader, id: PatientId): Promise<Side> {
  const row = await getPatientRow(reader, id)
  const person = (await readPersons(reader, [id])).get(id)
  if (!person) throw new Error('A record that stands can be compared.')
  return {
    row,
    person,
    state: await readState(reader, row),
    record: {
      id,
      version: row.version,
      name: `${row.given_name} ${row.family_name}`.trim(),
      createdAt: row.created_at,
      contents: await readContents(reader, id)
    },
    gpName: await readGpName(reader, row)
  }
}

function weighed({ row, person, record }: Side): WeighedRecord {
  return {
    createdAt: row.created_at,
    numberType: person.numbers.find(({ isInUse }) => isInUse)?.type ?? null,
    contents: record.contents
  }
}

function shownValue(field: ComparedField['field'], { state, gpName }: Side, country: Country): string | null {
  if (field === 'gp') return gpName
  if (field === 'reserved') return state.is_reserved === 1 ? 'yes' : 'no'
  if (field === 'addressProtection') return state.address_protection
  if (field === 'confidentiality') return state.confidentiality
  if (isEmptyIn(field, state)) return null
  return VALUES[field]?.(state, country) ?? null
}

const VALUES: Partial<
  Record<ComparedField['field'], (state: PersonState, country: Country) => string | null>
> = {
  familyName: (state) => state.family_name,
  givenName: (state) => state.given_name,
  birthDate: (state) => state.birth_date,
  nationalNumber: (state) => state.number,
  sex: (state) => state.sex,
  language: (state) => state.language,
  mobile: ({ mobile }, country) => (mobile === null ? null : formatTelephone(mobile, country)),
  email: (state) => state.email,
  preferredChannel: (state) => state.preferred_channel,
  address: ({ address_line, postal_code, city }) =>
    [address_line, `${postal_code} ${city}`.trim()].filter((part) => part !== '').join(', '),
  deceasedOn: (state) => state.deceased_on,
  note: (state) => state.note
}
