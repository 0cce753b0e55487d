import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { isMinor } from './age.rules'
import { findGuardianRows, insertGuardian, wasEndedByDesk } from './guardians.queries'
import type { PendingGuardian } from './import-journal.queries'
import { findNumberHolders } from './import-matching.queries'
import type { ImportContext } from './import-slice'
import { findPatientRows } from './patients.queries'

export interface LinkOutcome {
  readonly link: PendingGuardian
  readonly kind: 'added' | 'present' | 'missing' | 'adult'
}

/**
 * Ties guardians to children, once all rows are in. The first one tied carries the child's messages. What the desk has
 * ended a list does not begin again.
 */
export async function linkGuardians(
  transaction: Transaction,
  links: readonly PendingGuardian[],
  { audit, actor, day }: ImportContext
): Promise<LinkOutcome[]> {
  const children = await findPatientRows(transaction, [...new Set(links.map(({ childId }) => childId))])
  const byId = new Map(children.map((child) => [child.id, child]))
  const holders = await findNumberHolders(
    transaction,
    links.map(({ number }) => number)
  )
  const outcomes: LinkOutcome[] = []
  for (const link of links) {
    const guardianId = holders.get(link.number)
    const child = byId.get(link.childId)
    const kind = await linkOne(transaction, { link, guardianId }, { child, day })
    outcomes.push({ link, kind })
  }
  const added = outcomes.filter(({ kind }) => kind === 'added')
  await audit.recordAll(
    transaction,
    actor,
    added.map(({ link }) => ({
      action: 'patient.guardian-added',
      patientId: link.childId,
      detail: `patient ${holders.get(link.number) ?? ''}`
    }))
  )
  return outcomes
}

async function linkOne(
  transaction: Transaction,
  { link, guardianId }: { link: PendingGuardian; guardianId: PatientId | undefined },
  { child, day }: { child: { birth_date: string | null } | undefined; day: ImportContext['day'] }
): Promise<LinkOutcome['kind']> {
  if (guardianId === undefined || guardianId === link.childId) return 'missing'
  if (child && child.birth_date !== null && !isMinor(child.birth_date, day)) return 'adult'
  const present = await findGuardianRows(transaction, 'child_id', [link.childId])
  if (present.some((row) => row.guardian_id === guardianId)) return 'present'
  if (await wasEndedByDesk(transaction, { childId: link.childId, guardianId })) return 'present'
  const carriesMessages = !present.some((row) => row.carries_messages === 1)
  await insertGuardian(
    transaction,
    { childId: link.childId, guardianId, kind: link.kind, carriesMessages },
    day.today.toString()
  )
  return 'added'
}
