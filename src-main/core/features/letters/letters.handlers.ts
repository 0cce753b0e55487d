import { LetterId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { Letter } from '@contract/letters'
import { Instant } from '@contract/values'
import { z } from 'zod'
import type { Database, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Actor, Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import type { Audit } from '../audit'
import { momentOf, type MessagingMoment } from '../messaging'
import type { Settings } from '../settings'
import { isOnlyGreeting } from './letter-fields.rules'
import { printedSheets } from './letter-sheets'
import { takeStep, type LetterStep } from './letter-steps'
import type { LetterTemplates } from './letter-templates'
import { toLetter } from './letter-view'
import {
  countWaiting,
  findLetters,
  lettersOfPatient,
  printedLetters,
  waitingLetters,
  type LetterRow,
  type PrintedPlace
} from './letter.queries'
import { draftLetter, letterFromMessage, writeLetter } from './write-letter'

export interface LetterDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly look: Look
}

export type LetterMethods = Extract<MethodName, `letters.${string}`>

export function letterHandlers(
  { database, clock, audit, events, settings, look }: LetterDependencies,
  templates: LetterTemplates
): Handlers<LetterMethods> {
  const readMoment = async (): Promise<MessagingMoment> => momentOf(await settings.read(), clock.now())

  async function change(
    work: (transaction: Transaction, moment: MessagingMoment) => Promise<LetterRow[]>
  ): Promise<Letter[]> {
    const moment = await readMoment()
    const rows = await database.write((transaction) => work(transaction, moment))
    const [only, ...others] = rows
    events.publish('letters.changed', { patientId: only && others.length === 0 ? only.patient_id : null })
    return rows.map((row) => toLetter(row, moment))
  }

  const step =
    (name: LetterStep) =>
    async ({ ids }: { ids: LetterId[] }, { actor }: { actor: Actor }) =>
      await change((transaction, moment) =>
        takeStep({ audit }, transaction, { ids, step: name, actor, moment })
      )

  return {
    'letters.list': async ({ filter, cursor, limit }, { actor }) => {
      const moment = await readMoment()
      const entry = { action: 'letters.opened', patientId: null }
      const { rows, waiting } = await look(actor, entry, async (reader) => ({
        rows:
          filter === 'waiting'
            ? await waitingLetters(reader, { afterId: afterOf(cursor), limit })
            : await printedLetters(reader, { before: beforeOf(cursor), limit }),
        waiting: await countWaiting(reader)
      }))
      const last = rows.at(-1)
      return {
        letters: rows.map((row) => toLetter(row, moment)),
        nextCursor: rows.length === limit && last ? cursorAfter(filter, last) : null,
        waiting
      }
    },
    'letters.forPatient': async ({ patientId, limit }, { actor }) => {
      const moment = await readMoment()
      const rows = await look(actor, { action: 'letters.opened', patientId }, (reader) =>
        lettersOfPatient(reader, patientId, limit)
      )
      return rows.map((row) => toLetter(row, moment))
    },
    'letters.draft': async ({ patientId, ...asked }, { actor }) => {
      const moment = await readMoment()
      return await look(actor, { action: 'letter.opened', patientId }, (reader) =>
        draftLetter(templates, reader, { patientId, ...asked, moment })
      )
    },
    'letters.write': async (input, { actor }) =>
      first(
        await change(async (transaction, moment) => {
          const { patientId, kind, body } = input
          const { body: begun } = await draftLetter(templates, transaction, { ...input, moment })
          if (isOnlyGreeting(body, begun)) throw new AppError('letter-only-greeting')
          const id = await writeLetter(transaction, { ...input, actor, moment })
          await audit.record(transaction, actor, { action: 'letter.written', patientId, detail: kind })
          return await findLetters(transaction, [id])
        })
      ),
    'letters.fromMessage': async ({ messageId }, { actor }) =>
      first(
        await change(async (transaction, moment) => {
          const { id, isNew } = await letterFromMessage(templates, transaction, { messageId, actor, moment })
          const rows = await findLetters(transaction, [id])
          const [row] = rows
          const action = isNew ? 'letter.written' : 'letter.opened'
          if (row)
            await audit.record(transaction, actor, { action, patientId: row.patient_id, detail: row.kind })
          return rows
        })
      ),
    'letters.sheets': async ({ ids }, { actor }) => {
      const context = { templates, settings: await settings.read(), now: clock.now() }
      return await database.write((transaction) =>
        printedSheets({ audit, context }, transaction, { ids, actor })
      )
    },
    'letters.markPrinted': async ({ ids, isAgain }, { actor }) =>
      await change((transaction, moment) =>
        takeStep({ audit }, transaction, { ids, step: 'printed', mayBeAgain: isAgain, actor, moment })
      ),
    'letters.takeBack': step('taken-back'),
    'letters.withdraw': step('withdrawn'),
    'letters.restore': step('restored')
  }
}

function first(letters: readonly Letter[]): Letter {
  const [letter] = letters
  if (!letter) throw new AppError('not-found')
  return letter
}

function cursorAfter(filter: 'waiting' | 'printed', { printed_at, id }: LetterRow): string {
  return filter === 'waiting' ? String(id) : `${printed_at} ${id}`
}

/** @throws AppError `invalid-input` for a cursor that no answer gave out */
function afterOf(cursor: string | null): LetterId | null {
  if (cursor === null) return null
  const parsed = LetterId.safeParse(Number(cursor))
  if (!parsed.success) throw new AppError('invalid-input', { field: 'cursor' })
  return parsed.data
}

/** @throws AppError `invalid-input` for a cursor that no answer gave out */
function beforeOf(cursor: string | null): PrintedPlace | null {
  if (cursor === null) return null
  const [printedAt = '', id = ''] = cursor.split(' ')
  const parsed = z.object({ printedAt: Instant, id: LetterId }).safeParse({ printedAt, id: Number(id) })
  if (!parsed.success) throw new AppError('invalid-input', { field: 'cursor' })
  return parsed.data
}
