import type { Patient } from '@medplum/fhirtypes'
import { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../../database/database'
import { toStoredInstant } from '../../../platform/clock'
import { parseMobile } from '../../../platform/telephone'
import {
  changeContact,
  findContacts,
  findPatientRows,
  markContactVerified,
  parseEmail,
  touchPatient,
  type ContactRow,
  type IdentifierRow,
  type PatientRow
} from '../../patients'
import type { PortalIncoming, PortalKind, PortalMark, PortalOutcome } from '../kind'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { mergeField, type Merged } from '../mapping/merge.rules'
import {
  claimedMobileIn,
  confirmedIn,
  givenMobilesIn,
  toPatient,
  wishesOf,
  withClaimsMarked,
  type PatientFacts
} from '../mapping/patient.rules'
import type { OurRows } from '../our-rows'
import { idsAfter, markForPortal, tiesOf } from '../portal-rows.queries'
import { PORTAL_ACTOR, type KindContext } from './context'

/** What a patient sees of what was: appointments and messages of the last months. */
export const KNOWN_DAYS_BACK = 90

type Incoming = PortalIncoming<Patient>

export function patientKind(context: KindContext): PortalKind<'Patient'> {
  return {
    type: 'Patient',
    check: context.check,
    list: async (reader, page) => await idsAfter(reader, 'patient', page),
    async read(rows, { localId, base, remoteId, identifier }) {
      const id = PatientId.parse(localId)
      const row = await rows.patient(id)
      const isActive = row !== undefined && (await context.isServed(rows, id))
      if (!row || (!isActive && base === null)) return { is: 'none' }
      const gp = isActive ? await gpOf(rows, row) : null
      const gpRemoteId = gp === null ? null : await remoteId(gp.mark)
      if (gp !== null && gpRemoteId === null) return { is: 'waits', mark: gp.mark }
      const facts: PatientFacts = {
        ...contactFacts(await rows.contacts(id), base),
        own: identifier,
        isActive,
        familyName: row.family_name,
        givenName: row.given_name,
        birthDate: row.birth_date,
        sex: row.sex,
        language: row.language,
        identifiers: (await rows.identifiers(id)).map(identifierOf),
        address: { line: row.address_line, postalCode: row.postal_code, city: row.city },
        addressProtection: row.address_protection,
        gp: gp && { remoteId: gpRemoteId, name: gp.name }
      }
      return { is: 'body', body: keepForeign(toPatient(facts, await context.clinic(rows)), base, true) }
    },
    apply: async (transaction, incoming) => await applyPatient(context, transaction, incoming),
    async after(reader, { localId, before, now }) {
      if (before?.active === now.active) return []
      return await marksOf(reader, PatientId.parse(localId), context)
    },
    async decide(transaction, { conflict, choice, actor }) {
      if (conflict.localId === null) return
      const patientId = PatientId.parse(conflict.localId)
      const theirs = conflict.theirs?.resourceType === 'Patient' ? wishesOf(conflict.theirs).email : null
      if (choice === 'take-theirs') await setEmail(context, transaction, { patientId, email: theirs, actor })
      await markForPortal(transaction, { type: 'Patient', localId: patientId })
    }
  }
}

async function gpOf(rows: OurRows, row: PatientRow): Promise<{ mark: PortalMark; name: string } | null> {
  const gp = row.gp_clinician_id === null ? undefined : await rows.clinician(row.gp_clinician_id)
  return gp ? { mark: { type: 'Practitioner', localId: gp.id }, name: gp.name } : null
}

function contactFacts(
  contacts: readonly ContactRow[],
  base: Patient | null
): Pick<PatientFacts, 'mobile' | 'claimedMobile' | 'email'> {
  const of = (channel: ContactRow['channel']) => contacts.find((row) => row.channel === channel)
  const [mobile, email] = [of('mobile'), of('email')]
  const fact = (row: ContactRow | undefined) =>
    row ? { value: row.value, isVerified: row.verified_at !== null } : null
  const claimed = base === null ? null : claimedMobileIn(base)
  return {
    mobile: fact(mobile),
    // It has been proven to be the patient's, or the desk was told of it meanwhile.
    claimedMobile: claimed === mobile?.value ? null : claimed,
    email: fact(email)
  }
}

function identifierOf(row: IdentifierRow): PatientFacts['identifiers'][number] {
  const { id, type, country, value, status, period_start: periodStart, period_end: periodEnd } = row
  return { id, type, country, value, status, periodStart, periodEnd }
}

/**
 * Contact details are the patient's to change, all else is the clinic's. A new mobile is only noted beside the one that
 * codes go to, in what both sides agree on, until it has been proven.
 */
async function applyPatient(
  context: KindContext,
  transaction: Transaction,
  { resource: held, base, localId }: Incoming
): Promise<PortalOutcome> {
  if (localId === null) return { is: 'refused', reason: 'patient-unknown' }
  const patientId = PatientId.parse(localId)
  const [row] = await findPatientRows(transaction, [patientId])
  if (!row || row.merged_into !== null || row.erased_at !== null) return { is: 'nothing', localId }
  const contacts = await findContacts(transaction, [patientId])
  const mobile = contacts.find(({ channel }) => channel === 'mobile')?.value ?? null
  const resource = await marked(context, transaction, { held, base, mobile })
  const kept = resource === held ? {} : { agreed: resource }
  const current = contacts.find(({ channel }) => channel === 'email')?.value ?? null
  const email = mergedEmail(resource, base, current)
  const isClaimed = await noteClaim(context, transaction, { patientId, resource, base })
  if (isClaimed === 'not-a-mobile') return { is: 'refused', reason: 'mobile-not-usable' }
  let isChanged = await confirm(context, transaction, { patientId, resource, base })
  if (email.is === 'both')
    return {
      is: 'conflict',
      localId,
      ...kept,
      clash: { kind: 'field-differs', ours: base, theirs: resource, choices: ['keep-ours', 'take-theirs'] }
    }
  if (email.is === 'theirs') {
    const read = email.value === null ? { ok: true as const, email: null } : parseEmail(email.value)
    if (!read.ok) return { is: 'refused', reason: 'email-not-usable' }
    await setEmail(context, transaction, { patientId, email: read.email, actor: PORTAL_ACTOR })
    isChanged = true
  }
  return { is: isChanged || isClaimed === 'new' ? 'applied' : 'nothing', localId, ...kept }
}

/**
 * That there is none says that the patient has removed it only where one was there: somebody whom the portal serves no
 * more is kept there without contact details, and a portal restored from a backup may not have had it yet.
 */
function mergedEmail(resource: Patient, base: Patient | null, current: string | null): Merged<string | null> {
  const { email } = wishesOf(resource)
  if (email === null && (base === null || resource.active === false)) return { is: 'ours' }
  return mergeField(base ? wishesOf(base).email : undefined, current, email)
}

/** Whatever number the portal holds that it has not from the clinic is a claim, however it was written. */
async function marked(
  { settings }: KindContext,
  transaction: Transaction,
  { held, base, mobile }: { held: Incoming['resource']; base: Patient | null; mobile: string | null }
): Promise<Incoming['resource']> {
  const { country } = await settings.read(transaction)
  const numberOf = (value: string) => {
    const read = parseMobile(value, country)
    return read.ok ? read.e164 : value
  }
  const given = new Set([...(base ? givenMobilesIn(base) : []), ...(mobile === null ? [] : [mobile])])
  const numbers = new Set([...given].map(numberOf))
  return withClaimsMarked(held, (value) => numbers.has(numberOf(value)))
}

interface Seen extends Pick<Incoming, 'resource' | 'base'> {
  readonly patientId: PatientId
}

async function noteClaim(
  { audit, settings }: KindContext,
  transaction: Transaction,
  { patientId, resource, base }: Seen
): Promise<'none' | 'new' | 'not-a-mobile'> {
  const claimed = claimedMobileIn(resource)
  if (claimed === null || claimed === (base && claimedMobileIn(base))) return 'none'
  const { country } = await settings.read(transaction)
  if (!parseMobile(claimed, country).ok) return 'not-a-mobile'
  await audit.record(transaction, PORTAL_ACTOR, { action: 'patient.mobile-claimed', patientId })
  return 'new'
}

/** "These are right": as good as said at the desk, since whoever says it has logged in. */
async function confirm(
  { audit, clock }: KindContext,
  transaction: Transaction,
  { patientId, resource, base }: Seen
): Promise<boolean> {
  const known = new Set(base ? confirmedIn(base).map(({ channel, at }) => `${channel} ${at}`) : [])
  const fresh = confirmedIn(resource).filter(({ channel, at }) => !known.has(`${channel} ${at}`))
  const now = toStoredInstant(clock.now())
  const done: string[] = []
  for (const { channel, value } of fresh)
    if (await markContactVerified(transaction, { patientId, channel, value, how: 'portal', by: null }, now))
      done.push(channel)
  if (done.length === 0) return false
  const detail = done.join(', ')
  await audit.record(transaction, PORTAL_ACTOR, { action: 'patient.contact-confirmed', patientId, detail })
  return true
}

async function setEmail(
  { audit, clock, events, afterCommit }: KindContext,
  transaction: Transaction,
  { patientId, email, actor }: { patientId: PatientId; email: string | null; actor: typeof PORTAL_ACTOR }
): Promise<void> {
  const at = toStoredInstant(clock.now())
  if (!(await changeContact(transaction, { patientId, channel: 'email', value: email }, at))) return
  await touchPatient(transaction, patientId, at)
  await audit.record(transaction, actor, { action: 'patient.changed', patientId, detail: 'email' })
  afterCommit(() => events.publish('patients.changed', { patientId }))
}

/** What comes to the portal with a patient, and goes with one: family, appointments, consents, messages. */
async function marksOf(reader: Reader, patientId: PatientId, { clock }: KindContext): Promise<PortalMark[]> {
  const since = toStoredInstant(clock.now().subtract({ hours: 24 * KNOWN_DAYS_BACK }))
  const ties = await tiesOf(reader, patientId, { since })
  const mark = (type: PortalMark['type']) => (localId: number) => ({ type, localId })
  const children = ties.guardians.map(({ childId }) => childId).filter((id) => id !== patientId)
  return [
    ...children.map(mark('Patient')),
    ...ties.guardians.map(({ id }) => id).map(mark('RelatedPerson')),
    ...ties.consents.map(mark('Consent')),
    ...ties.appointments.map(mark('Appointment')),
    ...ties.messages.map(mark('Communication'))
  ]
}
