import type { PortalAccount } from '@contract/portal'
import type { PatientId } from '@contract/ids'
import { AppError } from '../../../platform/app-error'
import { toStoredInstant, type Clock } from '../../../platform/clock'
import type { EventBus } from '../../../platform/event-bus'
import type { AccountChanged } from '../../../portal/wire'
import type { Database } from '../../../database/database'
import type { Actor, Handlers } from '../../../rpc/handlers'
import type { Audit } from '../../audit'
import { localIdIn, storedNow, type SyncContext } from '../context'
import { idIn } from '../resource-shape'
import { consultationObstacle } from './account.rules'
import { findAccount, findAccountOf, saveAccount, type PortalAccountRow } from './accounts.queries'
import type { Looks } from './looks'
import { addNotice } from './notices.queries'

/** @returns the clinic's id of the patient; null where it is not known yet */
export async function takeAccount(
  context: SyncContext,
  { patient, state, lastLogin, level, activation }: AccountChanged
): Promise<number | null> {
  const remotePatient = idIn(patient, 'Patient')
  if (remotePatient === null) return null
  const loggedIn = lastLogin === undefined ? null : toStoredInstant(context.clinic.toOurClock(lastLogin))
  return await context.database.write(async (transaction) => {
    const before = await findAccount(transaction, remotePatient)
    await saveAccount(transaction, {
      remote_patient: remotePatient,
      state,
      activation: activation ?? before?.activation ?? null,
      last_login_at: loggedIn ?? before?.last_login_at ?? null,
      level: level ?? before?.level ?? null,
      changed_at: storedNow(context),
      // What the desk has asked for stands until the portal says that it is so.
      wanted: before?.wanted === state ? null : (before?.wanted ?? null)
    })
    return await localIdIn(transaction)('Patient', patient)
  })
}

export interface AccountDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly looks: Looks
  /** Something is to be told. */
  readonly wake: () => void
}

export function portalAccountHandlers({
  database,
  clock,
  audit,
  events,
  looks,
  wake
}: AccountDependencies): Handlers<'portal.account' | 'portal.setLocked'> {
  async function setLocked(patientId: PatientId, isLocked: boolean, actor: Actor): Promise<PortalAccountRow> {
    const wanted = isLocked ? 'locked' : 'active'
    return await database.write(async (transaction) => {
      const account = await findAccountOf(transaction, patientId)
      if (!account || account.state === 'closed') throw new AppError('portal-account-missing')
      const isSo = account.wanted === null && (account.state === 'locked') === isLocked
      if (isSo) return account
      const changed = { ...account, wanted, changed_at: toStoredInstant(clock.now()) } as const
      await saveAccount(transaction, changed)
      await addNotice(transaction, { kind: 'account', target: account.remote_patient })
      const action = isLocked ? 'portal.account-locked' : 'portal.account-unlocked'
      await audit.record(transaction, actor, { action, patientId })
      return changed
    })
  }

  return {
    async 'portal.account'({ patientId }, { actor, session }) {
      const account = await findAccountOf(database.reader, patientId)
      if (!account) return null
      if (!database.isReadOnly && looks.isNew(session, `${actor.userId} ${patientId}`))
        await database.write((transaction) =>
          audit.record(transaction, actor, { action: 'portal.account-opened', patientId })
        )
      return toAccount(account)
    },
    async 'portal.setLocked'({ patientId, isLocked }, { actor }) {
      const account = await setLocked(patientId, isLocked, actor)
      wake()
      events.publish('patients.changed', { patientId })
      events.publish('portal.changed', {})
      return toAccount(account)
    }
  }
}

function toAccount(account: PortalAccountRow): PortalAccount {
  const { state, activation, last_login_at: lastLoginAt, level, wanted } = account
  return {
    ...{ state: wanted ?? state, activation, lastLoginAt, level },
    isWaiting: wanted !== null,
    mayConsultOnline: consultationObstacle({ state: wanted ?? state, level }) === null
  }
}
