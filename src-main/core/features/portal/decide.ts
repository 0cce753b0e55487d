import type { PortalChoice } from '@contract/portal'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { decideConflict, findConflict } from './conflicts.queries'
import { kindOf, storedNow, typeOf } from './context'
import type { PortalParts } from './parts'
import { readBodyText } from './resource-shape'
import { conflictView } from './view.rules'

/**
 * Carries out what a person has chosen, in one transaction with the choice.
 * @throws AppError `not-found`, `portal-decided`, `portal-choice-invalid`, and what the step itself refuses
 */
export async function addConflictChoice(
  parts: PortalParts,
  { id, choice, actor }: { id: number; choice: PortalChoice; actor: Actor }
): Promise<void> {
  const { database, audit } = parts
  const at = storedNow(parts)
  const { kinds, committed } = await parts.loadKinds()
  await database.write(async (transaction) => {
    const row = await findConflict(transaction, id)
    if (!row) throw new AppError('not-found')
    const conflict = {
      ...conflictView(row),
      type: typeOf(row.type),
      remoteId: row.remote_id,
      ours: row.ours === null ? null : readBodyText(row.ours),
      theirs: row.theirs === null ? null : readBodyText(row.theirs)
    }
    if (!conflict.choices.includes(choice)) throw new AppError('portal-choice-invalid')
    if (!(await decideConflict(transaction, id, { choice, at, by: actor.userId })))
      throw new AppError('portal-decided')
    if (choice !== 'seen')
      await kindOf({ kinds }, conflict.type).decide?.(transaction, { conflict, choice, actor })
    await audit.record(transaction, actor, { action: 'portal.conflict-decided', patientId: null })
  })
  committed()
}
