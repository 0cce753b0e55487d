import { CodeId } from '@contract/ids'
import type { Handlers } from '../../rpc/handlers'
import type { Look } from '../appointments'
import { checkCode } from './code-check'
import { toCodeLife } from './code-life'
import { listCodeLives } from './code-life.queries'
import { currentCode, sendCode, type CodeContext } from './codes'
import { readMoment } from './context'
import { storedMoment } from './moment'
import { idOfCursor } from './outbox.handlers'

export interface CodeHandlerDependencies {
  readonly context: CodeContext
  readonly look: Look
  /** Something waits to be sent. */
  readonly wake: () => void
}

type CodeMethods = 'codes.send' | 'codes.current' | 'codes.check' | 'codes.list'

export function codeHandlers({ context, look, wake }: CodeHandlerDependencies): Handlers<CodeMethods> {
  const { database, events } = context
  return {
    'codes.send': async ({ patientId, channel }, { actor }) => {
      const moment = await readMoment(context)
      const state = await database.write(async (transaction) => {
        await sendCode(context, transaction, { patientId, channel: channel ?? null, actor, moment })
        return await currentCode(transaction, patientId, moment)
      })
      if (!state) throw new Error('The code just written is gone.')
      wake()
      events.publish('codes.changed', { patientId })
      events.publish('messages.changed', { patientId, appointmentId: null })
      return state
    },
    'codes.current': async ({ patientId }) =>
      await currentCode(database.reader, patientId, await readMoment(context)),
    'codes.check': async ({ patientId, text }, { actor }) => {
      const moment = await readMoment(context)
      const { outcome, isVerified } = await database.write((transaction) =>
        checkCode(context, transaction, { patientId, text, actor, moment })
      )
      events.publish('codes.changed', { patientId })
      if (isVerified) events.publish('patients.changed', { patientId })
      return outcome
    },
    'codes.list': async ({ patientId, filter, cursor, limit }, { actor }) => {
      const { settings, now: instant } = await readMoment(context)
      const now = storedMoment(instant)
      const page = { patientId, filter, beforeId: idOfCursor(cursor, CodeId), limit, now }
      const rows = await look(actor, { action: 'codes.opened', patientId }, (reader) =>
        listCodeLives(reader, page)
      )
      const last = rows.at(-1)
      return {
        codes: rows.map((row) => toCodeLife(row, { now, country: settings.country })),
        nextCursor: rows.length === limit && last ? String(last.id) : null
      }
    }
  }
}
