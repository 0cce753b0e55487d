import type { PatientId } from '@contract/ids'
import type { ContactChannel, GuardianPurpose } from '@contract/patients'
import { AppError } from '../../platform/app-error'
import type { Reader } from '../../database/database'
import { isDisputed } from './contact-freshness.rules'
import { findContacts, type ContactRow } from './contacts.queries'
import { findGuardianRows, type GuardianRow } from './guardians.queries'
import { carrierOf, isGuardianOn } from './guardians.rules'
import {
  emailTargetOf,
  preferredChannelOf,
  targetOf,
  type MessageTarget,
  type MessageTargets,
  type Reachable,
  type TargetDay
} from './message-target.rules'
import { findPatientRows, type PatientRow } from './patients.queries'
import { summaryOf, type PatientSummary } from './patient-summaries.queries'

/** About whom, and what kind of message: each kind about a child may go to another guardian. */
export interface Asked {
  readonly patientId: PatientId
  readonly purpose: GuardianPurpose
}

/**
 * Whose mobile a patient's messages of a kind go to at this moment, or why none.
 * @throws AppError `not-found`
 */
export async function messageTarget(reader: Reader, asked: Asked, day: TargetDay): Promise<MessageTarget> {
  const addressee = await findAddressee(reader, asked, day)
  if (!addressee) throw new AppError('not-found')
  return addressee.sms
}

/** Everything about a patient that says where messages go, read once. */
export interface Addressee extends MessageTargets {
  readonly summary: PatientSummary
  /** The patient's own, unless it is disputed; the target may be a guardian's. */
  readonly mobile: string | null
}

/** Null when there is no such patient. */
export async function findAddressee(
  reader: Reader,
  { patientId, purpose }: Asked,
  day: TargetDay
): Promise<Addressee | null> {
  const [row] = await findPatientRows(reader, [patientId])
  if (!row) return null
  const contacts = await findContacts(reader, [patientId])
  const pair = (await pairsOf(reader, { patients: [row], contacts, purpose, day })).get(patientId)
  if (!pair) return null
  const { patient, carrier } = pair
  return {
    summary: summaryOf(row, day.today),
    mobile: isDisputed(patient.mobile) ? null : (patient.mobile?.value ?? null),
    sms: targetOf(patient, carrier, day),
    email: emailTargetOf(patient, carrier, day),
    ownEmail: patient.email?.value ?? null,
    preferred: preferredChannelOf(patient, carrier, day)
  }
}

/** Whose mobile the messages about many patients' appointments go to, whose rows and contacts have been read. */
export async function messageTargetsOf(
  reader: Reader,
  patients: readonly PatientRow[],
  contacts: readonly ContactRow[],
  day: TargetDay
): Promise<ReadonlyMap<PatientId, MessageTarget>> {
  const pairs = await pairsOf(reader, { patients, contacts, purpose: 'appointments', day })
  return new Map([...pairs].map(([id, { patient, carrier }]) => [id, targetOf(patient, carrier, day)]))
}

/** A patient, and the guardian who carries the patient's messages of a kind today. */
interface Pair {
  readonly patient: Reachable
  readonly carrier: Reachable | null
}

async function pairsOf(
  reader: Reader,
  {
    patients,
    contacts,
    purpose,
    day
  }: {
    patients: readonly PatientRow[]
    contacts: readonly ContactRow[]
    purpose: GuardianPurpose
    day: TargetDay
  }
): Promise<ReadonlyMap<PatientId, Pair>> {
  const ids = patients.map(({ id }) => id)
  const relations = await findGuardianRows(reader, 'child_id', ids)
  const carrierIds = [...new Set(relations.map(({ guardian_id }) => guardian_id))]
  const carriers = new Map((await findPatientRows(reader, carrierIds)).map((row) => [row.id, row]))
  const reachable = reachableBy([...contacts, ...(await findContacts(reader, carrierIds))])
  const carrierFor = carriersToday(relations, carriers, { purpose, day })
  return new Map(
    patients.map((patient) => {
      const carrier = carrierFor(patient)
      return [patient.id, { patient: reachable(patient), carrier: carrier ? reachable(carrier) : null }]
    })
  )
}

function carriersToday(
  relations: readonly GuardianRow[],
  carriers: ReadonlyMap<PatientId, PatientRow>,
  { purpose, day }: { purpose: GuardianPurpose; day: TargetDay }
): (child: PatientRow) => PatientRow | null {
  const ofChild = Map.groupBy(relations, ({ child_id }) => child_id)
  return (child) => {
    const current = (ofChild.get(child.id) ?? []).filter((row) => isGuardianOn(row, child, day))
    const relation = carrierOf(current, purpose)
    return (relation && carriers.get(relation.guardian_id)) ?? null
  }
}

function reachableBy(contacts: readonly ContactRow[]): (row: PatientRow) => Reachable {
  const ofChannel = (wanted: ContactChannel) =>
    new Map(contacts.filter(({ channel }) => channel === wanted).map((row) => [row.patient_id, row]))
  const mobiles = ofChannel('mobile')
  const emails = ofChannel('email')
  return (row) => ({
    id: row.id,
    birthDate: row.birth_date,
    isReserved: row.is_reserved === 1,
    isDeceased: row.deceased_on !== null,
    isProtected: row.address_protection !== 'none',
    language: row.language,
    preferredChannel: row.preferred_channel,
    mobile: mobiles.get(row.id) ?? null,
    email: emails.get(row.id) ?? null
  })
}
