import { RegistrationReason } from '../../../portal/wire'
import { PortalRefusal } from '../../../portal'
import type { SyncContext } from '../context'
import type { PortalCodes } from '../../messaging'
import { findAccount, findRegistration, saveAccount } from './accounts.queries'
import type { Say } from './notice-line'
import type { PortalNotice } from './notices.queries'

type Sayings = Record<PortalNotice['kind'], Say>

/** Each kind of notice in the words of docs/portal-protocol.md, by what stands on disk when it is said. */
export function createSayings(codes: PortalCodes): Say {
  const sayings: Sayings = {
    async 'code-state'({ clinic, database }, { target }, signal) {
      const told = await codes.state(database.reader, target)
      if (!told) return
      const { state, at, reason } = told
      await clinic.codeState(target, { state, at, ...(reason === null ? {} : { reason }) }, signal)
    },
    async 'code-checked'({ clinic, database }, { target, part }, signal) {
      const told = await codes.outcome(database.reader, { id: target, attempt: part })
      if (!told) return
      const { attempt, outcome, tries_left: triesLeft, newer_sent_at: newerSent } = told
      const more = {
        ...(outcome === 'wrong' && triesLeft !== null ? { triesLeft } : {}),
        ...(outcome === 'older' && newerSent !== null ? { newerSent } : {})
      }
      await clinic.codeChecked(target, { attempt, outcome, ...more }, signal)
    },
    async registration({ clinic, database }, { target }, signal) {
      const row = await findRegistration(database.reader, target)
      if (!row) return
      const reason = RegistrationReason.safeParse(row.answer)
      const answer = reason.success ? { reason: reason.data } : ({ allowed: true } as const)
      await clinic.answerRegistration(target, answer, signal)
    },
    account: async (context, { target }, signal) => await sayLock(context, target, signal)
  }
  return async (context, notice, signal) => await sayings[notice.kind](context, notice, signal)
}

/** What the desk wants holds once the portal has done it; an account that is not there cannot be locked. */
async function sayLock(context: SyncContext, remotePatient: string, signal: AbortSignal): Promise<void> {
  const { clinic, database, onChanged } = context
  const account = await findAccount(database.reader, remotePatient)
  if (!account || account.wanted === null) return
  const { wanted } = account
  const settle = async (isDone: boolean): Promise<void> => {
    await database.write(async (transaction) => {
      const now = await findAccount(transaction, remotePatient)
      if (now?.wanted === wanted)
        await saveAccount(transaction, { ...now, wanted: null, ...(isDone ? { state: wanted } : {}) })
    })
    onChanged()
  }
  try {
    await clinic.setLocked(remotePatient, wanted === 'locked', signal)
  } catch (error) {
    if (error instanceof PortalRefusal && error.status === 404) await settle(false)
    throw error
  }
  await settle(true)
}
