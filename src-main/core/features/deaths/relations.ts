import type { PatientId } from '@contract/ids'
import type { LeftChild } from '@contract/deaths'
import type { Reader, Transaction } from '../../database/database'
import {
  endGuardian,
  findGuardianRows,
  findPatientRows,
  isGuardianOn,
  isMinor,
  type ClinicDay,
  type GuardianRow
} from '../patients'
import type { DeathContext, DeathStep } from './context'
import type { EndedPart } from './death.queries'
import { leavesChildAlone } from './death.rules'

/** Relations that stand, in which the patient is the child or the guardian. */
export async function standingRelations(reader: Reader, patientId: PatientId): Promise<GuardianRow[]> {
  const asChild = await findGuardianRows(reader, 'child_id', [patientId])
  return [...asChild, ...(await findGuardianRows(reader, 'guardian_id', [patientId]))]
}

/** The patient's living children about whom some message would reach nobody any more, by their ids. */
export async function childrenLeft(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<LeftChild[]> {
  const relations = await findGuardianRows(reader, 'guardian_id', [patientId])
  const families = await findGuardianRows(
    reader,
    'child_id',
    relations.map(({ child_id }) => child_id)
  )
  const ids = families.flatMap(({ child_id, guardian_id }) => [child_id, guardian_id])
  const people = new Map((await findPatientRows(reader, [...new Set(ids)])).map((row) => [row.id, row]))
  const isAlive = (id: PatientId): boolean => people.get(id)?.deceased_on === null
  return relations.flatMap((relation) => {
    const child = people.get(relation.child_id)
    if (!child || !isAlive(child.id) || !isMinor(child.birth_date, day)) return []
    const family = families.filter((row) => row.child_id === child.id && isGuardianOn(row, child, day))
    const living = new Set(family.filter((row) => isAlive(row.guardian_id)).map(({ id }) => id))
    return leavesChildAlone(family, living, relation.id)
      ? [{ patientId: child.id, name: `${child.given_name} ${child.family_name}`.trim() }]
      : []
  })
}

/** Ends what the patient was to others and they to the patient; the desk is asked to find somebody for children left alone. */
export async function endRelations(
  { audit, reach, tasks }: DeathContext,
  transaction: Transaction,
  { patientId, actor, day, at }: DeathStep
): Promise<EndedPart[]> {
  const left = await childrenLeft(transaction, patientId, day)
  const parts: EndedPart[] = []
  for (const relation of await standingRelations(transaction, patientId)) {
    const { id, child_id, carries_messages, chosenFor } = relation
    await endGuardian(transaction, { guardianId: id, patientId, on: day.today.toString(), by: 'desk' })
    const was = JSON.stringify({ carriesMessages: carries_messages === 1, purposes: [...chosenFor] })
    parts.push({ part: 'guardian', ref: id, was })
    await audit.record(transaction, actor, {
      action: 'patient.guardian-ended',
      patientId: child_id,
      detail: `guardian ${id}`
    })
    // What waits about the child goes where it would go now.
    if (child_id !== patientId) await reach.changed(transaction, child_id)
  }
  for (const child of left) {
    const made = await tasks.createFollowUp(transaction, {
      patientId: child.patientId,
      appointmentId: null,
      actor,
      kind: 'guardian-deceased',
      key: `guardian-deceased/${patientId}/${child.patientId}/${at}`,
      dueInWorkingDays: 1
    })
    if (made) parts.push({ part: 'child-task', ref: made.id, change_id: made.changeId })
  }
  return parts
}
