import type { PatientId } from '@contract/ids'
import type { Contact, Patient } from '@contract/patients'
import type { Reader } from '../../database/database'
import { formatTelephone } from '../../platform/telephone'
import { ageOn } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { freshnessOf } from './contact-freshness.rules'
import { findContacts, findSharing, type ContactRow } from './contacts.queries'
import { findClinicianName } from './gp.queries'
import { findIdentifiers, toIdentifier } from './identifiers.queries'
import type { Neighbours } from './neighbours'
import { noShowsSince, patientAlerts } from './patient-alerts'
import { getPatientRow, type PatientRow } from './patients.queries'
import { relatedPersons } from './related-persons'

/** Of those who share a number, so many are named on the card. */
const MOST_NAMED = 5

/**
 * Everything the desk knows of a patient. A protected address is left out: it is on no screen.
 * @throws AppError `not-found`
 */
export async function readPatient(
  reader: Reader,
  id: PatientId,
  { day, neighbours }: { day: ClinicDay; neighbours: Neighbours }
): Promise<Patient> {
  const row = await getPatientRow(reader, id)
  const contacts = await findContacts(reader, [id])
  const contactOf = async (channel: Contact['channel']) =>
    await toContact(
      reader,
      contacts.find((contact) => contact.channel === channel),
      day
    )
  const noShows = await neighbours.countNoShows(reader, [id], noShowsSince(day))
  return {
    id,
    version: row.version,
    familyName: row.family_name,
    givenName: row.given_name,
    birthDate: row.birth_date,
    age: ageOn(row.birth_date, day.today),
    deceasedOn: row.deceased_on,
    sex: row.sex,
    language: row.language,
    identifiers: (await findIdentifiers(reader, [id])).map(toIdentifier),
    provisionalName: row.provisional_name,
    addressProtection: row.address_protection,
    confidentiality: row.confidentiality,
    address: shownAddress(row),
    gp: await gpOf(reader, row),
    mobile: await contactOf('mobile'),
    email: await contactOf('email'),
    preferredChannel: row.preferred_channel,
    isReserved: row.is_reserved === 1,
    consents: await neighbours.consentsOf(reader, id, day),
    guardians: await relatedPersons(reader, row, { side: 'guardians', day }),
    children: await relatedPersons(reader, row, { side: 'children', day }),
    note: row.note,
    alerts: (await patientAlerts(reader, [id], { day, neighbours })).get(id) ?? [],
    noShowCount: noShows.get(id) ?? 0,
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

function shownAddress(row: PatientRow): Patient['address'] {
  if (row.address_protection !== 'none') return null
  const address = { line: row.address_line, postalCode: row.postal_code, city: row.city }
  return Object.values(address).some((part) => part !== '') ? address : null
}

async function gpOf(reader: Reader, row: PatientRow): Promise<Patient['gp']> {
  const clinicianId = row.gp_clinician_id
  if (clinicianId !== null) return { clinicianId, name: await findClinicianName(reader, clinicianId) }
  // Another clinic's doctor would tell where a protected patient lives.
  if (row.gp_external_name === null || row.address_protection !== 'none') return null
  return { clinicianId: null, name: row.gp_external_name }
}

async function toContact(
  reader: Reader,
  row: ContactRow | undefined,
  { now, timeZone, country }: ClinicDay
): Promise<Contact | null> {
  if (!row) return null
  const sharing = await findSharing(reader, row)
  return {
    channel: row.channel,
    value: row.value,
    display: row.channel === 'mobile' ? formatTelephone(row.value, country) : row.value,
    updatedAt: row.updated_at,
    verifiedAt: row.verified_at,
    verifiedHow: row.verified_how,
    ...freshnessOf(row, now, timeZone),
    isDisputed: row.disputed_at !== null,
    sharedWith: sharing.length,
    sharedBy: sharing.slice(0, MOST_NAMED)
  }
}
