import type { Handlers } from '../../rpc/handlers'
import { checkCode } from './code-check'
import { currentCode, sendCode, type CodeContext } from './codes'
import { readMoment } from './context'

export interface CodeHandlerDependencies {
  readonly context: CodeContext
  /** Something waits to be sent. */
  readonly wake: () => void
}

export function codeHandlers({
  context,
  wake
}: CodeHandlerDependencies): Handlers<'codes.send' | 'codes.current' | 'codes.check'> {
  const { database, events } = context
  return {
    'codes.send': async ({ patientId }, { actor }) => {
      const moment = await readMoment(context)
      const state = await database.write((transaction) =>
        sendCode(context, transaction, { patientId, actor, moment })
      )
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
    }
  }
}
