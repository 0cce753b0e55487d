import type { PatientId } from '@contract/ids'
import type { Database, Transaction } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Reach } from '../messaging'
import {
  endGuardian,
  endsWithMajority,
  findContacts,
  findGuardianRows,
  needsOwnConfirming,
  relationUntil,
  touchPatient,
  type ClinicDay
} from '../patients'
import type { Settings } from '../settings'
import type { Youth } from './cohort.queries'

/** What the desk is asked to do; tasks stand beside this feature. */
export interface ConfirmationTasks {
  createFollowUp(
    transaction: Transaction,
    task: {
      readonly patientId: PatientId
      readonly appointmentId: null
      readonly actor: typeof SYSTEM_ACTOR
      readonly kind: 'majority'
      readonly key: string
      readonly dueInWorkingDays: number
    }
  ): Promise<unknown>
  announce(): void
}

export interface OfAgeDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly tasks: () => ConfirmationTasks
  readonly reach: () => Pick<Reach, 'cameOfAge'>
}

export interface OfAge {
  /** The youth, then those who were guardians. */
  readonly patientIds: readonly PatientId[]
  readonly messageCount: number
  readonly hasTask: boolean
}

/** The next working day: who comes of age on a Saturday is asked on Monday. */
const DUE_IN_WORKING_DAYS = 1

/**
 * Ends what others could do for a patient who decides alone from today: the parents' relations end with the birthday,
 * what waits for them stops, and the desk is asked to confirm telephone and consents with the patient, unless the
 * patient has confirmed an own number since. What the parents had consented to lapses by the rule of consents. All of
 * it stands in the histories of both.
 * `isCorrected`: the birthday is long past, and it is only now that anybody knows.
 * @returns null when nothing hung on the age
 */
export async function cameOfAge(
  { audit, tasks, reach, clock }: OfAgeDependencies,
  transaction: Transaction,
  { youth, day, isCorrected = false }: { youth: Youth; day: ClinicDay; isCorrected?: boolean }
): Promise<OfAge | null> {
  const guardianIds = await endRelations(transaction, youth, { day, isCorrected })
  const messageCount = await reach().cameOfAge(transaction, youth.id)
  const contact = await contactState(transaction, youth, day)
  // Until the correction the number was taken down as a child's, whoever said it.
  const isDoubtful = contact === 'from-before' || (isCorrected && contact === 'own')
  const isConcerned = guardianIds.length > 0 || messageCount > 0 || isDoubtful
  if (!isConcerned) return null
  await touchPatient(transaction, youth.id, toStoredInstant(clock.now()))
  await audit.recordAll(transaction, SYSTEM_ACTOR, [
    { action: 'patient.came-of-age', patientId: youth.id },
    ...guardianIds.map((patientId) => ({
      action: 'patient.child-came-of-age',
      patientId,
      detail: `patient ${youth.id}`
    }))
  ])
  const isAsked = !youth.isDeceased && (isDoubtful || contact === 'none')
  if (isAsked)
    await tasks().createFollowUp(transaction, {
      patientId: youth.id,
      appointmentId: null,
      actor: SYSTEM_ACTOR,
      kind: 'majority',
      key: `majority/${youth.id}`,
      dueInWorkingDays: DUE_IN_WORKING_DAYS
    })
  return { patientIds: [youth.id, ...guardianIds], messageCount, hasTask: isAsked }
}

/** @returns who were guardians until now */
async function endRelations(
  transaction: Transaction,
  { id, birthDate }: Youth,
  { day, isCorrected }: { day: ClinicDay; isCorrected: boolean }
): Promise<PatientId[]> {
  const relations = await findGuardianRows(transaction, 'child_id', [id])
  const ending = relations.filter(({ kind }) => endsWithMajority(kind))
  for (const relation of ending) {
    const today = day.today.toString()
    const until = relationUntil(relation, { birth_date: birthDate }, day) ?? today
    // What the parents did until today they did in good faith: a birth date that was wrong ends nothing in the past.
    const on = isCorrected ? today : until
    await endGuardian(transaction, { guardianId: relation.id, patientId: id, on, by: 'majority' })
  }
  return ending.map(({ guardian_id }) => guardian_id)
}

/** Whether the patient has confirmed an own mobile since the birthday, or what stands there is from before. */
async function contactState(
  transaction: Transaction,
  { id, birthDate }: Youth,
  day: ClinicDay
): Promise<'own' | 'from-before' | 'none'> {
  const contacts = await findContacts(transaction, [id])
  const isOld = (contact: (typeof contacts)[number]) => needsOwnConfirming(contact, birthDate, day)
  const mobile = contacts.find(({ channel }) => channel === 'mobile')
  if (mobile && !isOld(mobile)) return 'own'
  return contacts.some(isOld) ? 'from-before' : 'none'
}
