import type { LetterId } from '@contract/ids'
import type { Letter } from '@contract/letters'
import type { Transaction } from '../../database/database'
import type { LetterStepTable } from '../../database/tables/letters'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { MessagingMoment } from '../messaging'
import { isTextGone } from './letter-text-gone.rules'
import { appendStep, changeLetter, findLetters, type LetterRow } from './letter.queries'

export type LetterStep = 'printed' | 'taken-back' | 'withdrawn' | 'restored'

interface Step {
  readonly from: Letter['state']
  readonly to: Letter['state']
  readonly action: string
  /** Only letters that were withdrawn for this reason. */
  readonly reason: string | null
}

const STEPS = {
  printed: { from: 'waiting', to: 'printed', action: 'letter.printed', reason: null },
  'taken-back': { from: 'printed', to: 'waiting', action: 'letter.taken-back', reason: null },
  withdrawn: { from: 'waiting', to: 'withdrawn', action: 'letter.withdrawn', reason: 'by-person' },
  restored: { from: 'withdrawn', to: 'waiting', action: 'letter.restored', reason: 'by-person' }
} as const satisfies Record<LetterStep, Step>

/**
 * Takes one step with several letters, all or none. A letter that is printed already is noted as printed again only where
 * that was meant: else another desk was faster, and the same letter would be posted twice.
 * @throws AppError `not-found`, `letter-changed`, `letter-printed-already`, `letter-deceased`, `letter-text-gone` when one should wait again whose text was deleted
 */
export async function takeStep(
  { audit }: { audit: Audit },
  transaction: Transaction,
  {
    ids,
    step,
    mayBeAgain = false,
    actor,
    moment
  }: {
    ids: readonly LetterId[]
    step: LetterStep
    /** They were printed before, and are knowingly printed once more. */
    mayBeAgain?: boolean
    actor: Actor
    moment: MessagingMoment
  }
): Promise<LetterRow[]> {
  const { from, to, action, reason } = STEPS[step]
  const at = toStoredInstant(moment.now)
  const rows = await findLetters(transaction, ids)
  if (rows.length < ids.length) throw new AppError('not-found')
  if (to === 'waiting' && rows.some(isTextGone)) throw new AppError('letter-text-gone')
  for (const row of rows) {
    const isAgain = step === 'printed' && row.state === 'printed'
    if (isAgain && !mayBeAgain) throw new AppError('letter-printed-already', printedBy(row))
    if (to === 'waiting' && row.deceased_on !== null) throw new AppError('letter-deceased')
    if (!isAgain) {
      const isOurs = step !== 'restored' || row.reason === reason
      const change = {
        state: to,
        reason: to === 'withdrawn' ? reason : null,
        printed_at: to === 'printed' ? at : null,
        printed_by: to === 'printed' ? actor.userId : null,
        ended_at: to === 'withdrawn' ? at : null
      }
      if (!isOurs || !(await changeLetter(transaction, { id: row.id, from }, change)))
        throw new AppError('letter-changed', { letter: row.id, name: `${row.given_name} ${row.family_name}` })
    }
    const named: LetterStepTable['step'] = isAgain ? 'printed-again' : step
    await appendStep(transaction, { id: row.id, step: named, at, userId: actor.userId })
  }
  await audit.recordAll(
    transaction,
    actor,
    rows.map((row) => ({ action, patientId: row.patient_id, detail: row.kind }))
  )
  return await findLetters(transaction, ids)
}

function printedBy({ id, given_name, family_name, printer }: LetterRow) {
  return { letter: id, name: `${given_name} ${family_name}`.trim(), by: printer ?? '' }
}
