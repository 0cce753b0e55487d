import type { Patient, PatientDraft } from '@contract/patients'
import type { CivilDate } from '@contract/values'
import type { PatientPrefill } from '../../app/selection.store'
import { readBirthDate } from './birth-date'

export type DraftField = Exclude<keyof PatientDraft, 'acceptsNumberWarning' | 'nationalNumberType'>

/** The fields in the order of the form. */
export const DRAFT_FIELDS = [
  'nationalNumber',
  'familyName',
  'givenName',
  'birthDate',
  'sex',
  'mobile',
  'email',
  'addressProtection',
  'address',
  'gpClinicianId',
  'gpExternalName',
  'language',
  'note'
] as const satisfies readonly DraftField[]

export function emptyDraft(): PatientDraft {
  return {
    familyName: '',
    givenName: '',
    birthDate: null,
    sex: 'unknown',
    language: null,
    nationalNumber: null,
    nationalNumberType: null,
    acceptsNumberWarning: false,
    addressProtection: 'none',
    address: { line: '', postalCode: '', city: '' },
    mobile: null,
    email: null,
    gpClinicianId: null,
    gpExternalName: null,
    note: ''
  }
}

/** What the form starts from when it edits: the record as it stands. A protected address stays unknown to the page. */
export function draftOf(patient: Patient): PatientDraft {
  const number = patient.identifiers.find(({ status, country }) => status === 'in-use' && country === null)
  const hasHouseGp = patient.gp !== null && patient.gp.clinicianId !== null
  return {
    familyName: patient.familyName,
    givenName: patient.givenName,
    birthDate: patient.birthDate,
    sex: patient.sex,
    language: patient.language,
    nationalNumber: number?.value ?? null,
    nationalNumberType: number?.type === 'duf-number' ? 'duf-number' : null,
    acceptsNumberWarning: patient.alerts.includes('control-digit-2032'),
    addressProtection: patient.addressProtection,
    address: isProtected(patient) ? null : (patient.address ?? { line: '', postalCode: '', city: '' }),
    mobile: patient.mobile?.display ?? null,
    email: patient.email?.value ?? null,
    gpClinicianId: patient.gp?.clinicianId ?? null,
    gpExternalName: hasHouseGp ? null : (patient.gp?.name ?? null),
    note: patient.note
  }
}

function isProtected({
  addressProtection
}: {
  addressProtection: PatientDraft['addressProtection']
}): boolean {
  return addressProtection !== 'none'
}

/** A new patient begun from what was typed in the search field. */
export function draftFromPrefill(prefill: PatientPrefill, today: CivilDate): PatientDraft {
  const date = readBirthDate(prefill.birthDate ?? '', today)
  return {
    ...emptyDraft(),
    familyName: capitalised(prefill.familyName ?? ''),
    givenName: capitalised(prefill.givenName ?? ''),
    nationalNumber: prefill.nationalNumber ?? null,
    birthDate: date.state === 'date' ? date.date : null,
    mobile: prefill.mobile ?? null
  }
}

function capitalised(name: string): string {
  return name.trim().replaceAll(/(^|[\s-])(\p{Ll})/gu, (_all, before: string, letter: string) => {
    return before + letter.toLocaleUpperCase('nb')
  })
}

function isSame(first: PatientDraft, second: PatientDraft, field: DraftField): boolean {
  if (field !== 'address') return first[field] === second[field]
  return JSON.stringify(first.address) === JSON.stringify(second.address)
}

/** The fields in which two drafts differ, in the order of the form. */
export function changedFields(before: PatientDraft, after: PatientDraft): DraftField[] {
  return DRAFT_FIELDS.filter((field) => !isSame(before, after, field))
}

export interface DraftMerge {
  /** Hers where she typed, theirs everywhere else. */
  readonly merged: PatientDraft
  /** What the other person changed. */
  readonly theirFields: readonly DraftField[]
  /** What both changed, differently: hers stands in `merged`. */
  readonly conflicts: readonly DraftField[]
}

/**
 * Brings a draft on top of a record that someone else changed meanwhile. `base` is what the form started from, `mine`
 * what it holds, `theirs` the record as it stands now.
 */
export function mergeDraft(base: PatientDraft, mine: PatientDraft, theirs: PatientDraft): DraftMerge {
  const mineFields = changedFields(base, mine)
  const theirFields = changedFields(base, theirs)
  const kept = Object.fromEntries(mineFields.map((field) => [field, mine[field]]))
  const numberIsMine = mineFields.includes('nationalNumber')
  const merged: PatientDraft = {
    ...theirs,
    ...kept,
    nationalNumberType: numberIsMine ? mine.nationalNumberType : theirs.nationalNumberType,
    acceptsNumberWarning: numberIsMine ? mine.acceptsNumberWarning : theirs.acceptsNumberWarning
  }
  return {
    merged: isProtected(merged) ? { ...merged, address: null } : merged,
    theirFields,
    conflicts: theirFields.filter((field) => mineFields.includes(field) && !isSame(mine, theirs, field))
  }
}

/**
 * The draft as it is sent: empty fields as null, and never an address beside a protection. An address that was never
 * shown (null) stays as the core has it.
 */
export function toSend(draft: PatientDraft): PatientDraft {
  return {
    ...draft,
    nationalNumber: emptyAsNull(draft.nationalNumber),
    mobile: emptyAsNull(draft.mobile),
    email: emptyAsNull(draft.email),
    gpExternalName: draft.gpClinicianId === null ? emptyAsNull(draft.gpExternalName) : null,
    address: isProtected(draft) ? null : draft.address
  }
}

function emptyAsNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text
}
