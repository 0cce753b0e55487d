import type { User, UserDraft } from '@contract/users'
import type { Database, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Clock } from '../../platform/clock'
import { toStoredInstant } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import { hashPassword } from './password'
import {
  countActiveManagers,
  endSessionsElsewhere,
  findUser,
  findUserOfClinician,
  insertUser,
  linkClinician,
  listUsers,
  updateUser
} from './users.queries'
import { initialsOf } from '../../platform/initials'

export interface UsersDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
}

export function userHandlers({
  database,
  clock,
  audit,
  events
}: UsersDependencies): Handlers<'users.list' | 'users.save'> {
  return {
    'users.list': async () => await listUsers(database.reader, { onlyActive: false }),
    'users.save': async (draft, { actor }) => {
      const passwordHash = draft.password === null ? null : await hashPassword(draft.password)
      const user = await database.write(async (transaction) => {
        const saved = await saveUser(transaction, draft, {
          passwordHash,
          createdAt: toStoredInstant(clock.now())
        })
        await audit.record(transaction, actor, {
          action: 'user.saved',
          patientId: null,
          detail: `user ${saved.id}`
        })
        return saved
      })
      events.publish('users.changed', {})
      return user
    }
  }
}

/**
 * Adds or changes a user and ties them to their calendar column. Who gets another password, role or column, or loses
 * one, is signed out on other PCs.
 * @throws AppError `password-missing` for a new user without one, `last-manager` when nobody could manage the clinic
 * afterwards, `not-found`.
 */
export async function saveUser(
  transaction: Transaction,
  draft: UserDraft,
  { passwordHash, createdAt }: { passwordHash: string | null; createdAt: string }
): Promise<User> {
  const row = {
    name: draft.name,
    initials: initialsOf(draft.name),
    role: draft.role,
    language: draft.language,
    is_active: draft.isActive ? 1 : 0
  }
  const before = draft.id === null ? null : await findUser(transaction, draft.id)
  const { clinicianId } = draft
  const displaced = clinicianId === null ? null : await findUserOfClinician(transaction, clinicianId)
  let { id } = draft
  if (id === null) {
    if (passwordHash === null) throw new AppError('password-missing')
    id = await insertUser(transaction, { ...row, password_hash: passwordHash, created_at: createdAt })
  } else {
    const change = passwordHash === null ? row : { ...row, password_hash: passwordHash }
    if (!(await updateUser(transaction, id, change))) throw new AppError('not-found')
  }
  if ((await countActiveManagers(transaction)) === 0) throw new AppError('last-manager')
  await linkClinician(transaction, id, clinicianId)
  const user = await findUser(transaction, id)
  if (!user) throw new AppError('not-found')
  if (displaced !== null && displaced !== id) await endSessionsElsewhere(transaction, displaced)
  if (passwordHash !== null || !before || !hasSameRights(before, user))
    await endSessionsElsewhere(transaction, id)
  return user
}

function hasSameRights(one: User, other: User): boolean {
  return one.role === other.role && one.isActive === other.isActive && one.clinicianId === other.clinicianId
}
