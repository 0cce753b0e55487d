import type { Insertable, Selectable } from 'kysely'
import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../../database/database'
import type { PortalAccountTable, PortalRegistrationTable } from '../../../database/tables/portal'

export type PortalAccountRow = Selectable<PortalAccountTable>

const COLUMNS = [
  'remote_patient',
  'state',
  'activation',
  'last_login_at',
  'level',
  'changed_at',
  'wanted'
] as const

export async function findAccount(
  reader: Reader,
  remotePatient: string
): Promise<PortalAccountRow | undefined> {
  return await reader
    .selectFrom('portal_account')
    .select(COLUMNS)
    .where('remote_patient', '=', remotePatient)
    .executeTakeFirst()
}

/** The account of a patient whom the portal knows. */
export async function findAccountOf(
  reader: Reader,
  patientId: PatientId
): Promise<PortalAccountRow | undefined> {
  return await reader
    .selectFrom('portal_resource')
    .innerJoin('portal_account', 'portal_account.remote_patient', 'portal_resource.remote_id')
    .select(COLUMNS)
    .where('portal_resource.type', '=', 'Patient')
    .where('portal_resource.local_id', '=', Number(patientId))
    .executeTakeFirst()
}

export async function saveAccount(
  transaction: Transaction,
  { remote_patient, ...rest }: Insertable<PortalAccountTable>
): Promise<void> {
  await transaction
    .insertInto('portal_account')
    .values({ remote_patient, ...rest })
    .onConflict((conflict) => conflict.column('remote_patient').doUpdateSet(rest))
    .execute()
}

/** @returns false when the registration is known: it keeps the answer that it had */
export async function insertRegistration(
  transaction: Transaction,
  row: Insertable<PortalRegistrationTable>
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('portal_registration')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function findRegistration(
  reader: Reader,
  id: string
): Promise<Selectable<PortalRegistrationTable> | undefined> {
  return await reader
    .selectFrom('portal_registration')
    .select(['id', 'answer', 'received_at'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What is older than `before` goes, some at a time. @returns how many rows went */
export async function removeOldLogins(
  transaction: Transaction,
  { before, limit }: { before: string; limit: number }
): Promise<number> {
  const tries = await transaction
    .deleteFrom('portal_code_try')
    .where('request_id', 'in', ({ selectFrom }) =>
      selectFrom('portal_code_try').select('request_id').where('at', '<', before).orderBy('at').limit(limit)
    )
    .executeTakeFirst()
  const requests = await transaction
    .deleteFrom('portal_code_request')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('portal_code_request')
        .select('id')
        .where('received_at', '<', before)
        .orderBy('received_at')
        .limit(limit)
    )
    .executeTakeFirst()
  const registrations = await transaction
    .deleteFrom('portal_registration')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('portal_registration')
        .select('id')
        .where('received_at', '<', before)
        .orderBy('received_at')
        .limit(limit)
    )
    .executeTakeFirst()
  return Math.max(...[tries, requests, registrations].map(({ numDeletedRows }) => Number(numDeletedRows)))
}
