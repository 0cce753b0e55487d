import type { Handlers } from '../../rpc/handlers'
import { readMoment, type MessagingContext } from './context'
import { loginHelp } from './login-help'

/** Each look is logged with what was found, as codes: `mobile-missing, consent-missing`. */
export function loginHelpHandlers(context: MessagingContext): Handlers<'loginHelp.diagnose'> {
  const { database, audit } = context
  return {
    'loginHelp.diagnose': async (asked, { actor }) => {
      const moment = await readMoment(context)
      if (database.isReadOnly) return await loginHelp(database.reader, { ...asked, moment })
      return await database.write(async (transaction) => {
        const help = await loginHelp(transaction, { ...asked, moment })
        const detail = help.findings.map(({ cause }) => cause).join(', ') || null
        await audit.record(transaction, actor, {
          action: 'login-help.given',
          patientId: asked.patientId,
          detail
        })
        return help
      })
    }
  }
}
