import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import type { Actor } from '../../rpc/handlers'
import { isDisputed } from './contact-freshness.rules'
import { findContacts } from './contacts.queries'
import type { Neighbours } from './neighbours'

interface Followed {
  readonly patientId: PatientId
  readonly actor: Actor
  readonly neighbours: Neighbours
}

/** Does a piece of work, and tells of it where it settled whose the patient's mobile is, or took that back. */
export async function followingDispute<T>(
  transaction: Transaction,
  { patientId, actor, neighbours }: Followed,
  work: () => Promise<T>
): Promise<T> {
  const before = await isMobileDisputed(transaction, patientId)
  const result = await work()
  const after = await isMobileDisputed(transaction, patientId)
  if (before !== after) await neighbours.disputeChanged(transaction, { patientId, isDisputed: after, actor })
  return result
}

async function isMobileDisputed(reader: Reader, patientId: PatientId): Promise<boolean> {
  const contacts = await findContacts(reader, [patientId])
  return isDisputed(contacts.find(({ channel }) => channel === 'mobile') ?? null)
}
