import type { UserId } from '@contract/ids'
import type { SignedIn } from '@contract/users'
import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import { toStoredInstant } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Session, SignIn } from '../../rpc/session'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { hashPassword, isPassword } from './password'
import {
  endSessionsElsewhere,
  findSignInRecord,
  findUser,
  listActiveUsers,
  updateUser
} from './users.queries'
import { secondsLeft, waitSecondsAfter } from './users.rules'
import { createAttemptThrottle, type AttemptThrottle } from './wrong-attempts'

type SessionMethods =
  | 'session.users'
  | 'session.current'
  | 'session.signIn'
  | 'session.signOut'
  | 'session.lock'
  | 'session.unlock'
  | 'session.changePassword'

export interface SessionDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
}

export function sessionHandlers(dependencies: SessionDependencies): Handlers<SessionMethods> {
  const { database, clock, audit, events, settings } = dependencies

  const throttle = createAttemptThrottle(dependencies)

  async function describe({ user, isLocked, signedInAt }: SignIn, { gate }: Session): Promise<SignedIn> {
    const { idleLockMinutes } = await settings.read()
    return { user, isLocked, idleLockMinutes, signedInAt, isLimited: gate?.isLimited(user) ?? false }
  }

  async function signInAs(userId: UserId, password: string, session: Session): Promise<SignedIn> {
    await checkFrom(
      session,
      throttle,
      async () => await checkPassword(dependencies, userId, password, session)
    )
    const user = await findUser(database.reader, userId)
    if (!user) throw new AppError('sign-in-wrong')
    const signIn = { user, isLocked: false, signedInAt: toStoredInstant(clock.now()) }
    session.set(signIn)
    await database.write((transaction) =>
      audit.record(transaction, session.actor, {
        action: 'session.signed-in',
        patientId: null,
        detail: placeOf(session)
      })
    )
    return await describe(signIn, session)
  }

  return {
    'session.users': async () => await listActiveUsers(database.reader),
    'session.current': async (_input, { session }) =>
      session.signIn ? await describe(session.signIn, session) : null,
    'session.signIn': async ({ userId, password }, { session }) => await signInAs(userId, password, session),
    'session.signOut': async (_input, { session, actor }) => {
      if (session.signIn) {
        await database.write((transaction) =>
          audit.record(transaction, actor, { action: 'session.signed-out', patientId: null })
        )
      }
      session.set(null)
      return {}
    },
    'session.lock': (_input, { session }) => {
      if (session.signIn) session.set({ ...session.signIn, isLocked: true })
      return Promise.resolve({})
    },
    'session.unlock': async ({ password }, { session }) => {
      if (!session.signIn) throw new AppError('not-signed-in')
      return await signInAs(session.signIn.user.id, password, session)
    },
    'session.changePassword': async ({ current, next }, { actor, session }) => {
      const { userId } = actor
      if (userId === null) throw new AppError('not-signed-in')
      await checkFrom(session, throttle, () => checkPassword(dependencies, userId, current, session))
      const password_hash = await hashPassword(next)
      await database.write(async (transaction) => {
        await updateUser(transaction, userId, { password_hash })
        await endSessionsElsewhere(transaction, userId)
        await audit.record(transaction, actor, { action: 'user.password-changed', patientId: null })
      })
      beginAnew(session)
      events.publish('users.changed', {})
      return {}
    }
  }
}

/** This page has just shown that it is the user's own: it goes on, from another PC with a ticket of its own. */
function beginAnew(session: Session): void {
  const { signIn } = session
  session.set(null)
  session.set(signIn)
}

/** Where somebody tries who is not at the desk, for the access log. */
function placeOf({ gate }: Session): string | null {
  return gate ? `address ${gate.address}` : null
}

/** From another PC wrong passwords count for its address too, so that trying one user after the other is no way round. */
async function checkFrom(
  { gate }: Session,
  throttle: AttemptThrottle,
  check: () => Promise<void>
): Promise<void> {
  if (!gate) return await check()
  const place = { kind: 'sign-in', address: gate.address } as const
  await throttle.assertMayTry(place, 'sign-in-throttled')
  try {
    await check()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const seconds = await throttle.wrong(place)
    const known = Number(error.parameters['seconds'] ?? 0)
    throw seconds > known ? new AppError('sign-in-throttled', { seconds }, { cause: error }) : error
  }
  await throttle.right(place)
}

/** @throws AppError `sign-in-wrong`; `sign-in-throttled` with the seconds to wait. */
async function checkPassword(
  { database, clock, audit }: SessionDependencies,
  userId: UserId,
  password: string,
  session: Session
): Promise<void> {
  const record = await findSignInRecord(database.reader, userId)
  if (!record?.isActive) throw new AppError('sign-in-wrong')
  const wait = secondsLeft(record.lockedUntil, clock.now())
  if (wait > 0) throw new AppError('sign-in-throttled', { seconds: wait })
  if (await isPassword(record.passwordHash, password)) {
    if (record.failedAttempts === 0) return
    await database.write((transaction) =>
      updateUser(transaction, userId, { failed_attempts: 0, locked_until: null })
    )
    return
  }
  const attempts = record.failedAttempts + 1
  const seconds = waitSecondsAfter(attempts)
  await database.write(async (transaction) => {
    const locked_until = seconds > 0 ? toStoredInstant(clock.now().add({ seconds })) : null
    await updateUser(transaction, userId, { failed_attempts: attempts, locked_until })
    const actor = { userId, name: (await findUser(transaction, userId))?.name ?? '', role: 'system' as const }
    await audit.record(transaction, actor, {
      action: 'session.refused',
      patientId: null,
      detail: placeOf(session)
    })
  })
  throw seconds > 0 ? new AppError('sign-in-throttled', { seconds }) : new AppError('sign-in-wrong')
}
