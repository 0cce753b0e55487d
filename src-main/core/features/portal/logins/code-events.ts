import type { Patient } from '@medplum/fhirtypes'
import { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../../database/database'
import { parseMobile } from '../../../platform/telephone'
import { PortalFault, PortalRefusal } from '../../../portal'
import type { CodeRequested, CodeTyped } from '../../../portal/wire'
import type { PortalAddressee, PortalCodes } from '../../messaging'
import { standingPatientId, type ClinicDay } from '../../patients'
import { findAgreedByRemote } from '../agreed.queries'
import { localIdIn, type SyncContext } from '../context'
import { readEligibility } from '../eligibility'
import { obstaclesOf } from '../eligibility.rules'
import { PORTAL_ACTOR } from '../kinds/context'
import { claimedMobileIn } from '../mapping/patient.rules'
import { readOne } from '../read-one'
import { idIn, readBodyText } from '../resource-shape'
import { findAccount } from './accounts.queries'
import { addNotice } from './notices.queries'

/** Others wait behind it for their codes. */
const CLAIM_PATIENCE_MS = 3_000

/** A patient has asked for a code: it goes into the outbox in the same transaction in which the request is noted. */
export async function takeCodeRequest(
  codes: PortalCodes,
  context: SyncContext,
  { id, patient, purpose, asked, expires }: CodeRequested
): Promise<void> {
  const remotePatient = idIn(patient, 'Patient') ?? patient
  const claimed = purpose === 'verify-mobile' ? await claimedMobile(context, remotePatient) : null
  const moment = await codes.moment()
  const { clinic, database } = context
  const ask = {
    ...{ id, remotePatient, purpose, actor: PORTAL_ACTOR },
    // Clocks differ by some seconds: nobody asked later than it was heard.
    askedAt: earlier(clinic.toOurClock(asked), moment.now),
    expiresAt: clinic.toOurClock(expires)
  }
  const patientId = await database.write(async (transaction) => {
    const mobile = claimed === null ? null : parseMobile(claimed, moment.settings.country)
    let addressee: PortalAddressee = { patientId: null, newMobile: mobile?.ok ? mobile.e164 : null }
    const findAddressee = async (): Promise<PortalAddressee> => {
      const found = await whoMayLogIn(transaction, { remotePatient, purpose, day: moment.day })
      return (addressee = { ...addressee, patientId: found })
    }
    // One that comes again is answered again, for the answer may have been lost.
    if (!(await codes.ask(transaction, ask, { moment, findAddressee })))
      await addNotice(transaction, { kind: 'code-state', target: id })
    return addressee.patientId
  })
  if (patientId !== null) codes.announceAsked(patientId)
  context.onChanged()
}

const earlier = <T extends { epochMilliseconds: number }>(a: T, b: T): T =>
  a.epochMilliseconds <= b.epochMilliseconds ? a : b

/** What a patient has typed is checked by the rules of the desk, in the transaction that notes what came of it. */
export async function takeTypedCode(
  codes: PortalCodes,
  context: SyncContext,
  { id, attempt, typed }: CodeTyped
): Promise<void> {
  const moment = await codes.moment()
  const patientId = await context.database.write(async (transaction) => {
    const request = await codes.request(transaction, id)
    const holder = request === null ? null : await holderOf(transaction, request.remotePatient)
    const given = { id, attempt, typed, patientId: holder, actor: PORTAL_ACTOR }
    if (!(await codes.check(transaction, given, moment)))
      await addNotice(transaction, { kind: 'code-checked', target: id, part: attempt })
    return holder
  })
  if (patientId !== null) codes.announceTyped(patientId)
  context.onChanged()
}

/** The patient behind an account that is not locked; null for anybody else. */
async function holderOf(transaction: Transaction, remotePatient: string): Promise<PatientId | null> {
  const account = await findAccount(transaction, remotePatient)
  if ((account?.wanted ?? account?.state) === 'locked') return null
  const known = await localIdIn(transaction)('Patient', `Patient/${remotePatient}`)
  return known === null ? null : await standingPatientId(transaction, PatientId.parse(known))
}

interface Asking {
  readonly remotePatient: string
  readonly purpose: CodeRequested['purpose']
  readonly day: ClinicDay
}

/** Whoever the portal serves for their own sake: for a child the guardian logs in. */
async function whoMayLogIn(
  transaction: Transaction,
  { remotePatient, purpose, day }: Asking
): Promise<PatientId | null> {
  const patientId = await holderOf(transaction, remotePatient)
  const facts = patientId === null ? null : await readEligibility(transaction, patientId, day)
  if (facts === null || facts.isMinor) return null
  // Whoever proves a new mobile may have none that counts.
  const isAllowedWithout = purpose === 'verify-mobile' ? 'mobile-missing' : null
  const obstacles = obstaclesOf(facts).filter((obstacle) => obstacle !== isAllowedWithout)
  return obstacles.length === 0 ? patientId : null
}

/** The mobile that the patient has put in, as the portal holds it now; as it was known last where it cannot be asked. */
async function claimedMobile(context: SyncContext, remotePatient: string): Promise<string | null> {
  const patience = AbortSignal.any([context.signal, AbortSignal.timeout(CLAIM_PATIENCE_MS)])
  try {
    const remote = await readOne({ ...context, signal: patience }, 'Patient', remotePatient)
    return remote?.resourceType === 'Patient' ? claimedMobileIn(remote) : null
  } catch (error) {
    if (!(error instanceof PortalFault || error instanceof PortalRefusal)) throw error
    context.signal.throwIfAborted()
    const known = await knownPatient(context.database.reader, remotePatient)
    return known === null ? null : claimedMobileIn(known)
  }
}

async function knownPatient(reader: Reader, remotePatient: string): Promise<Patient | null> {
  const agreed = await findAgreedByRemote(reader, 'Patient', remotePatient)
  const body = agreed?.body == null ? null : readBodyText(agreed.body)
  return body?.resourceType === 'Patient' ? body : null
}
