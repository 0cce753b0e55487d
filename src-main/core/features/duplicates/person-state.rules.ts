import type { MergeChoices, MergeChoice, MergeField } from '@contract/duplicates'
import { z } from 'zod'

const text = z.string()
const maybe = z.string().nullable()

/**
 * Everything of a record that has one value at a time, as the journal of a merge keeps it. What is added later has a
 * default: journals of before do not name it.
 */
export const PersonState = z.strictObject({
  family_name: text,
  given_name: text,
  /** Why the name is the desk's own. */
  provisional_name: z.enum(['newborn', 'unknown']).nullable(),
  birth_date: maybe,
  sex: z.enum(['female', 'male', 'other', 'unknown']),
  language: z.enum(['nb', 'nn', 'da', 'nl', 'en']).nullable(),
  address_line: text,
  postal_code: text,
  city: text,
  address_protection: z.enum(['none', 'confidential', 'strictly-confidential']),
  gp_clinician_id: z.number().nullable(),
  gp_external_name: maybe,
  note: text,
  /** Why a record is opened is asked. */
  confidentiality: z.enum(['none', 'vip', 'staff']),
  is_reserved: z.number(),
  preferred_channel: z.enum(['sms', 'email']),
  deceased_on: maybe,
  /** The number in use, today's mobile and e-mail. */
  number: maybe,
  mobile: maybe,
  email: maybe
})
export type PersonState = z.infer<typeof PersonState>
type Column = keyof PersonState

/** What is chosen together, by its field. */
export const FIELD_COLUMNS = {
  // Whoever's family name is taken, their name is the one that is known.
  familyName: ['family_name', 'provisional_name'],
  givenName: ['given_name'],
  birthDate: ['birth_date'],
  nationalNumber: ['number'],
  sex: ['sex'],
  language: ['language'],
  mobile: ['mobile'],
  email: ['email'],
  preferredChannel: ['preferred_channel'],
  address: ['address_line', 'postal_code', 'city'],
  addressProtection: ['address_protection'],
  confidentiality: ['confidentiality'],
  reserved: ['is_reserved'],
  gp: ['gp_clinician_id', 'gp_external_name'],
  deceasedOn: ['deceased_on'],
  note: ['note']
} as const satisfies Record<MergeField, readonly Column[]>

export const FIELDS = Object.keys(FIELD_COLUMNS).filter(isField)

function isField(name: string): name is MergeField {
  return name in FIELD_COLUMNS
}

/** Columns of `patient` that are no field: keys, what follows from other tables, and when it was made. */
export const NO_FIELD: ReadonlySet<string> = new Set([
  'id',
  'version',
  'name_key',
  'first_key',
  'has_number',
  'has_guardian',
  'mobile_confirmed_at',
  'merged_into',
  // Nobody is left who could be merged.
  'erased_at',
  'created_at',
  'updated_at'
])

export function isSameIn(field: MergeField, one: PersonState, other: PersonState): boolean {
  return FIELD_COLUMNS[field].every((column) => one[column] === other[column])
}

/** Nothing is known: no value, or `unknown`. */
export function isEmptyIn(field: MergeField, state: PersonState): boolean {
  return FIELD_COLUMNS[field].every((column) => [null, '', 'unknown'].some((none) => none === state[column]))
}

/** The record of `state` with one field as it is in `source`. */
export function withField(state: PersonState, field: MergeField, source: PersonState): PersonState {
  const taken = FIELD_COLUMNS[field].map((column) => [column, source[column]])
  return PersonState.parse({ ...state, ...Object.fromEntries(taken) })
}

/** Fields that nobody chooses: the stricter of both holds. */
export const DECIDED: ReadonlySet<MergeField> = new Set<MergeField>([
  'addressProtection',
  'confidentiality',
  'reserved'
])

const STRICTNESS = ['none', 'confidential', 'strictly-confidential'] as const

/**
 * The record as it is after a merge. Where nothing was chosen the survivor's value counts, or the other's where it has
 * none. A protected address stays protected, a confidential record confidential and a reservation a reservation,
 * whoever had it.
 */
export function mergedState(survivor: PersonState, loser: PersonState, choices: MergeChoices): PersonState {
  let merged = survivor
  for (const field of FIELDS)
    if (!DECIDED.has(field) && choiceOf(field, choices, { survivor, loser }) === 'loser')
      merged = withField(merged, field, loser)
  const stricter = Math.max(
    STRICTNESS.indexOf(survivor.address_protection),
    STRICTNESS.indexOf(loser.address_protection)
  )
  return {
    ...merged,
    note: choices.note === 'both' ? joinedNotes(survivor.note, loser.note) : merged.note,
    is_reserved: Math.max(survivor.is_reserved, loser.is_reserved),
    confidentiality: survivor.confidentiality === 'none' ? loser.confidentiality : survivor.confidentiality,
    address_protection: STRICTNESS[stricter] ?? 'strictly-confidential'
  }
}

function choiceOf(
  field: MergeField,
  choices: MergeChoices,
  { survivor, loser }: { survivor: PersonState; loser: PersonState }
): MergeChoice {
  return choices[field] ?? (isEmptyIn(field, survivor) && !isEmptyIn(field, loser) ? 'loser' : 'survivor')
}

/** Contract: a note has at most 2,000 characters. */
const LONGEST_NOTE = 2_000

function joinedNotes(one: string, other: string): string {
  const notes = [...new Set([one.trim(), other.trim()])].filter((note) => note !== '')
  return notes.join('\n').slice(0, LONGEST_NOTE)
}
