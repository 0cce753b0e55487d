import type { Core } from '../core'
import { listActiveUsers } from '../features/users'
import { toStoredInstant } from '../platform/clock'
import type { Session } from '../rpc/session'

/** Signs in without a password: who has just made the clinic, or the receptionist of a demo clinic. */
export async function signInFirstUser({ database, clock }: Core, session: Session): Promise<void> {
  const users = await listActiveUsers(database.reader)
  const user = users.find(({ role }) => role === 'receptionist') ?? users[0]
  if (user) session.set({ user, isLocked: false, signedInAt: toStoredInstant(clock.now()) })
}
