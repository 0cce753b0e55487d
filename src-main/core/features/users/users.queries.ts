import type { ClinicianId, UserId } from '@contract/ids'
import type { User } from '@contract/users'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { UserTable } from '../../database/tables/clinic'

const MOST_USERS = 500

interface UserWithClinician {
  id: UserId
  name: string
  initials: string
  role: User['role']
  language: User['language']
  is_active: number
  clinician_id: ClinicianId | null
}

function selectUsers(reader: Reader) {
  return reader
    .selectFrom('user')
    .leftJoin('clinician', 'clinician.user_id', 'user.id')
    .select([
      'user.id',
      'user.name',
      'user.initials',
      'user.role',
      'user.language',
      'user.is_active',
      'clinician.id as clinician_id'
    ])
}

/** By name, the first 500. */
export async function listUsers(reader: Reader, filter: { onlyActive: boolean }): Promise<User[]> {
  let query = selectUsers(reader)
  if (filter.onlyActive) query = query.where('user.is_active', '=', 1)
  const rows = await query.orderBy('user.name').limit(MOST_USERS).execute()
  return rows.map(toUser)
}

/** Who can sign in, by name. */
export async function listActiveUsers(reader: Reader): Promise<User[]> {
  return await listUsers(reader, { onlyActive: true })
}

export async function findUser(reader: Reader, id: UserId): Promise<User | null> {
  const row = await selectUsers(reader).where('user.id', '=', id).executeTakeFirst()
  return row ? toUser(row) : null
}

export interface SignInRecord {
  readonly passwordHash: string
  readonly failedAttempts: number
  readonly lockedUntil: string | null
  readonly isActive: boolean
}

export async function findSignInRecord(reader: Reader, id: UserId): Promise<SignInRecord | null> {
  const row = await reader
    .selectFrom('user')
    .select(['password_hash', 'failed_attempts', 'locked_until', 'is_active'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    passwordHash: row.password_hash,
    failedAttempts: row.failed_attempts,
    lockedUntil: row.locked_until,
    isActive: row.is_active === 1
  }
}

export async function insertUser(transaction: Transaction, row: Insertable<UserTable>): Promise<UserId> {
  const { id } = await transaction.insertInto('user').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}

/** @returns false when there is no such user. */
export async function updateUser(
  transaction: Transaction,
  id: UserId,
  row: Updateable<UserTable>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('user')
    .set(row)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Who is tied to a calendar column; null: nobody. */
export async function findUserOfClinician(reader: Reader, clinicianId: ClinicianId): Promise<UserId | null> {
  const row = await reader
    .selectFrom('clinician')
    .select('user_id')
    .where('id', '=', clinicianId)
    .executeTakeFirst()
  return row?.user_id ?? null
}

/** Whoever is signed in from another PC, there or away for a moment, comes back only with the password. */
export async function endSessionsElsewhere(transaction: Transaction, userId: UserId): Promise<void> {
  await transaction.deleteFrom('lan_session').where('user_id', '=', userId).execute()
}

export async function linkClinician(
  transaction: Transaction,
  userId: UserId,
  clinicianId: ClinicianId | null
): Promise<void> {
  await transaction.updateTable('clinician').set({ user_id: null }).where('user_id', '=', userId).execute()
  if (clinicianId === null) return
  await transaction.updateTable('clinician').set({ user_id: userId }).where('id', '=', clinicianId).execute()
}

export async function countActiveManagers(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('user')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('role', '=', 'manager')
    .where('is_active', '=', 1)
    .executeTakeFirstOrThrow()
  return count
}

function toUser(row: UserWithClinician): User {
  return {
    id: row.id,
    name: row.name,
    initials: row.initials,
    role: row.role,
    language: row.language,
    isActive: row.is_active === 1,
    clinicianId: row.clinician_id
  }
}
