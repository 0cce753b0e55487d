import type { PatientId } from '@contract/ids'
import type { PatientAlert } from '@contract/patients'
import type { Reader } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { alertsOf, type AlertDay } from './alerts.rules'
import type { ClinicDay } from './clinic-day'
import { staleBefore } from './contact-freshness.rules'
import { findContacts } from './contacts.queries'
import { findIdentifiers } from './identifiers.queries'
import { messageTargetsOf } from './message-target'
import type { Neighbours } from './neighbours'
import { findPatientRows } from './patients.queries'

/** No-shows are counted over the last six months. */
export function noShowsSince({ now, timeZone }: ClinicDay): string {
  return toStoredInstant(now.toZonedDateTimeISO(timeZone).subtract({ months: 6 }).toInstant())
}

/** What the desk should know of each of these patients, for lists and for the place where a booking is made. */
export async function patientAlerts(
  reader: Reader,
  patientIds: readonly PatientId[],
  { day, neighbours }: { day: ClinicDay; neighbours: Neighbours }
): Promise<ReadonlyMap<PatientId, PatientAlert[]>> {
  const ids = [...new Set(patientIds)]
  const patients = await findPatientRows(reader, ids)
  const identifiers = await findIdentifiers(reader, ids)
  const contacts = await findContacts(reader, ids)
  const targets = await messageTargetsOf(reader, patients, contacts, day)
  const withoutConsent = await neighbours.withoutReminderConsent(reader, ids, day)
  const withPairs = await neighbours.withOpenPairs(reader, ids)
  const noShows = await neighbours.countNoShows(reader, ids, noShowsSince(day))
  // The clinic's own help number stands in for one; the number is still missing.
  const inUse = identifiers.filter(({ status, type }) => status === 'in-use' && type !== 'h-number')
  // The one that stands for the patient comes first, and so is set last.
  const numberOf = new Map(inUse.toReversed().map((identifier) => [identifier.patient_id, identifier]))
  const ofChannel = (wanted: 'mobile' | 'email') =>
    new Map(contacts.filter(({ channel }) => channel === wanted).map((row) => [row.patient_id, row]))
  const mobiles = ofChannel('mobile')
  const emails = ofChannel('email')
  const alertDay = alertDayOf(day)
  return new Map(
    patients.map((row) => {
      const facts = {
        birthDate: row.birth_date,
        deceasedOn: row.deceased_on,
        isReserved: row.is_reserved === 1,
        isConfidential: row.confidentiality !== 'none',
        isProtected: row.address_protection !== 'none',
        hasGpElsewhere: row.gp_clinician_id === null && row.gp_external_name !== null,
        number: numberOf.get(row.id) ?? null,
        mobile: mobiles.get(row.id) ?? null,
        email: emails.get(row.id) ?? null,
        target: targets.get(row.id) ?? { ok: false as const, reason: 'mobile-missing' as const },
        mayBeDuplicate: withPairs.has(row.id),
        isReminderConsentMissing: withoutConsent.has(row.id),
        noShowCount: noShows.get(row.id) ?? 0
      }
      return [row.id, alertsOf(facts, alertDay)]
    })
  )
}

function alertDayOf({ now, today, timeZone, country }: ClinicDay): AlertDay {
  return { today, timeZone, country, staleBeforeMs: staleBefore(now, timeZone).epochMilliseconds }
}
