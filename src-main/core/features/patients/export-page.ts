import type { PatientId } from '@contract/ids'
import type { AddressProtection, GuardianKind, Identifier, IdentifierType, Sex } from '@contract/patients'
import type { Language } from '@contract/values'
import type { Reader } from '../../database/database'
import type { ClinicDay } from './clinic-day'
import { findContacts } from './contacts.queries'
import { clinicianNames, idsOfSpan } from './export.queries'
import { findGuardianRows } from './guardians.queries'
import { findIdentifiers, toIdentifier } from './identifiers.queries'
import type { ListFilter } from './patient-list.queries'
import { findPatientRows, type PatientRow } from './patients.queries'

/** A patient as far as it may leave the house. */
export interface ExportedPatient {
  readonly id: PatientId
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string | null
  readonly sex: Sex
  readonly language: Language | null
  /** Those in use first; none that is local to the clinic. */
  readonly identifiers: readonly Identifier[]
  readonly addressProtection: AddressProtection
  /** Null: none is known, or it is protected. */
  readonly address: { readonly line: string; readonly postalCode: string; readonly city: string } | null
  /** Null also where the name of another clinic's doctor would tell where a protected patient lives. */
  readonly gpName: string | null
  /** E.164. */
  readonly mobile: string | null
  readonly email: string | null
  /** Those with a number in use that may leave the house, whoever carries the messages first. */
  readonly guardians: readonly ExportedGuardian[]
  readonly isReserved: boolean
  readonly deceasedOn: string | null
  readonly note: string
}

export interface ExportedGuardian {
  readonly type: IdentifierType
  /** ISO 3166-1 alpha-2, of what another country issued. */
  readonly country: string | null
  readonly number: string
  readonly kind: GuardianKind
  readonly name: string
}

export interface ExportSpan {
  readonly filter: Exclude<ListFilter, 'recent'>
  readonly day: ClinicDay
  /** Ids after this one and up to that. */
  readonly after: number
  readonly upTo: number
}

/** The patients of a filter within a span of ids: one bounded look, however few the filter lets through. */
export async function readExportSpan(reader: Reader, span: ExportSpan): Promise<ExportedPatient[]> {
  return await readForExport(reader, await idsOfSpan(reader, span))
}

/** These patients as they may leave the house, in the order of their ids; at most 1,000. */
export async function readForExport(reader: Reader, ids: readonly PatientId[]): Promise<ExportedPatient[]> {
  const rows = await findPatientRows(reader, ids)
  const identifiers = grouped(await findIdentifiers(reader, ids))
  const contacts = grouped(await findContacts(reader, ids))
  const guardians = await guardiansOf(reader, ids)
  const clinicians = await clinicianNames(reader)
  return rows.map((row) => {
    const isProtected = row.address_protection !== 'none'
    const contactOf = (channel: 'mobile' | 'email') =>
      (contacts.get(row.id) ?? []).find((contact) => contact.channel === channel)?.value ?? null
    const ownGp = row.gp_clinician_id === null ? null : (clinicians.get(row.gp_clinician_id) ?? null)
    return {
      id: row.id,
      familyName: row.family_name,
      givenName: row.given_name,
      birthDate: row.birth_date,
      sex: row.sex,
      language: row.language,
      identifiers: (identifiers.get(row.id) ?? []).map(toIdentifier).filter(mayLeave),
      addressProtection: row.address_protection,
      address: isProtected ? null : addressOf(row),
      gpName: ownGp ?? (isProtected ? null : row.gp_external_name),
      mobile: contactOf('mobile'),
      email: contactOf('email'),
      guardians: guardians.get(row.id) ?? [],
      isReserved: row.is_reserved === 1,
      deceasedOn: row.deceased_on,
      note: row.note
    }
  })
}

/** What stands on a label: it stays in the house, so the number may be one that is local to it. */
export interface LabelledPatient extends Pick<
  ExportedPatient,
  'id' | 'familyName' | 'givenName' | 'birthDate' | 'address'
> {
  readonly number: string | null
}

/** These patients as a label names them, in the order of their ids; at most 1,000. */
export async function readForLabels(reader: Reader, ids: readonly PatientId[]): Promise<LabelledPatient[]> {
  const identifiers = grouped(await findIdentifiers(reader, ids))
  return (await findPatientRows(reader, ids)).map((row) => ({
    ...{ id: row.id, familyName: row.family_name, givenName: row.given_name, birthDate: row.birth_date },
    address: row.address_protection === 'none' ? addressOf(row) : null,
    number: (identifiers.get(row.id) ?? []).find(({ status }) => status === 'in-use')?.value ?? null
  }))
}

/** An H-number is local to the clinic and never sent out (DOMAIN: hjelpenummer). */
function mayLeave({ type }: Identifier): boolean {
  return type !== 'h-number'
}

function addressOf(row: PatientRow): ExportedPatient['address'] {
  const address = { line: row.address_line, postalCode: row.postal_code, city: row.city }
  return Object.values(address).some((part) => part !== '') ? address : null
}

async function guardiansOf(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<ReadonlyMap<PatientId, ExportedPatient['guardians']>> {
  const relations = await findGuardianRows(reader, 'child_id', ids)
  const guardianIds = [...new Set(relations.map(({ guardian_id }) => guardian_id))]
  const numbers = grouped(await findIdentifiers(reader, guardianIds))
  const names = new Map((await findPatientRows(reader, guardianIds)).map((row) => [row.id, row]))
  const found = new Map<PatientId, ExportedGuardian[]>()
  for (const { child_id, guardian_id, kind } of relations) {
    const number = (numbers.get(guardian_id) ?? [])
      .map(toIdentifier)
      .find((identifier) => identifier.status === 'in-use' && mayLeave(identifier))
    const person = names.get(guardian_id)
    if (!number || !person) continue
    const name = `${person.given_name} ${person.family_name}`.trim()
    found.set(child_id, [
      ...(found.get(child_id) ?? []),
      { type: number.type, country: number.country, number: number.value, kind, name }
    ])
  }
  return found
}

function grouped<Row extends { patient_id: PatientId }>(rows: readonly Row[]): ReadonlyMap<PatientId, Row[]> {
  return Map.groupBy(rows, ({ patient_id }) => patient_id)
}
