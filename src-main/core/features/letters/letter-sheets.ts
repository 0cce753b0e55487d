import type { LetterId } from '@contract/ids'
import type { LetterSheet } from '@contract/letters'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { sheetOf, writeFromTemplate, type ComposeContext } from './compose'
import { isTextGone } from './letter-text-gone.rules'
import { changeLetter, findLetters, type LetterRow } from './letter.queries'

/**
 * Letters as they go to the printer. One that waits is written anew from the clinic's text of today, and kept as it is
 * then, so that its history holds what lay on the paper.
 * @throws AppError `letter-deceased` when one that waits is to somebody who has died, `letter-text-gone` when the text of one of them was deleted, its time being over
 */
export async function printedSheets(
  { audit, context }: { audit: Audit; context: ComposeContext },
  transaction: Transaction,
  { ids, actor }: { ids: readonly LetterId[]; actor: Actor }
): Promise<LetterSheet[]> {
  const sheets: LetterSheet[] = []
  const rows = await findLetters(transaction, ids)
  if (rows.some(({ state, deceased_on }) => state === 'waiting' && deceased_on !== null))
    throw new AppError('letter-deceased')
  if (rows.some(isTextGone)) throw new AppError('letter-text-gone')
  for (const row of rows) sheets.push(sheetOf(row, await textOf(context, transaction, row), context))
  await audit.recordAll(
    transaction,
    actor,
    rows.map(({ patient_id, kind }) => ({ action: 'letter.opened', patientId: patient_id, detail: kind }))
  )
  return sheets
}

async function textOf(
  context: ComposeContext,
  transaction: Transaction,
  row: LetterRow
): Promise<{ subject: string; body: string }> {
  if (row.state !== 'waiting' || row.template_version === null)
    return { subject: row.subject, body: row.body }
  const { subject, body, templateVersion } = await writeFromTemplate(context, transaction, {
    kind: row.kind,
    language: row.language,
    name: `${row.given_name} ${row.family_name}`.trim(),
    aboutStart: row.about_start
  })
  const change = { subject, body, template_version: templateVersion }
  await changeLetter(transaction, { id: row.id, from: 'waiting' }, change)
  return { subject, body }
}
