import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../database/database'
import type { LanCertificateTable } from '../database/tables/lan'

export type CertificateRow = Omit<Selectable<LanCertificateTable>, 'id'>

export async function findCertificate(reader: Reader): Promise<CertificateRow | null> {
  const row = await reader
    .selectFrom('lan_certificate')
    .select(['certificate', 'key_nonce', 'key_wrapped', 'key_tag', 'names', 'valid_until'])
    .where('id', '=', 1)
    .executeTakeFirst()
  return row ?? null
}

export async function writeCertificate(transaction: Transaction, row: CertificateRow): Promise<void> {
  await transaction
    .insertInto('lan_certificate')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}
