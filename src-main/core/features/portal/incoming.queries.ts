import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { PortalSetAsideTable } from '../../database/tables/portal'
import type { PortalType } from './kind'

export type SetAside = Selectable<PortalSetAsideTable>
/** All of a type: its pages could not be read. A resource has an id. */
export const WHOLE_TYPE = ''

export async function readWatermark(reader: Reader, type: PortalType): Promise<string | null> {
  const row = await reader
    .selectFrom('portal_watermark')
    .select('until')
    .where('type', '=', type)
    .executeTakeFirst()
  return row?.until ?? null
}

export async function writeWatermark(
  transaction: Transaction,
  type: PortalType,
  until: string
): Promise<void> {
  await transaction
    .insertInto('portal_watermark')
    .values({ type, until })
    .onConflict((conflict) => conflict.column('type').doUpdateSet({ until }))
    .execute()
}

export async function clearWatermarks(transaction: Transaction): Promise<void> {
  await transaction.deleteFrom('portal_watermark').execute()
}

export async function setAside(transaction: Transaction, row: SetAside): Promise<void> {
  const { cause, reason, version, patient_remote_id } = row
  await transaction
    .insertInto('portal_set_aside')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['type', 'remote_id']).doUpdateSet({ cause, reason, version, patient_remote_id })
    )
    .execute()
}

export async function takeBack(transaction: Transaction, type: PortalType, remoteId: string): Promise<void> {
  await transaction
    .deleteFrom('portal_set_aside')
    .where('type', '=', type)
    .where('remote_id', '=', remoteId)
    .execute()
}

/** What was broken or refused before is no longer there. */
export async function settleSetAside(
  transaction: Transaction,
  type: PortalType,
  remoteId: string
): Promise<void> {
  await transaction
    .deleteFrom('portal_set_aside')
    .where('type', '=', type)
    .where('remote_id', '=', remoteId)
    .where('cause', '<>', 'pending')
    .execute()
}

/** Of one type, those that wait longest first. */
export async function listRefusedOf(
  reader: Reader,
  type: PortalType,
  limit: number
): Promise<Pick<SetAside, 'remote_id'>[]> {
  return await reader
    .selectFrom('portal_set_aside')
    .select('remote_id')
    .where('type', '=', type)
    .where('cause', 'in', ['broken', 'refused'])
    .orderBy('since')
    .limit(limit)
    .execute()
}

/** Those who are patients of the clinic with whom they are about. */
export async function listRefused(reader: Reader, limit: number) {
  return await reader
    .selectFrom('portal_set_aside as aside')
    .leftJoin('portal_resource as person', (join) =>
      join.on('person.type', '=', 'Patient').onRef('person.remote_id', '=', 'aside.patient_remote_id')
    )
    .select(['aside.type', 'aside.remote_id', 'aside.cause', 'aside.reason', 'aside.since'])
    .select('person.local_id as patient_id')
    .where('aside.cause', 'in', ['broken', 'refused'])
    .orderBy('aside.since')
    .limit(limit)
    .execute()
}

/** What was passed by while the clinic had something of its own under way there, the longest waiting first. */
export async function listPassedBy(reader: Reader, limit: number): Promise<SetAside[]> {
  return await listSetAside(reader, ['pending'], limit)
}

/** Those of some types that were asked for by themselves and could not be read, those that wait longest first. */
export async function listUnread(
  reader: Reader,
  { types, reasons, limit }: { types: readonly PortalType[]; reasons: readonly string[]; limit: number }
): Promise<SetAside[]> {
  return await reader
    .selectFrom('portal_set_aside')
    .selectAll()
    .where('cause', '=', 'broken')
    .where('reason', 'in', reasons)
    .where('type', 'in', types)
    .where('remote_id', '<>', WHOLE_TYPE)
    .orderBy('since')
    .limit(limit)
    .execute()
}

/** Whether one waits for something of the clinic's own that is under way. */
export async function isPassedBy(reader: Reader, type: PortalType, remoteId: string): Promise<boolean> {
  const row = await reader
    .selectFrom('portal_set_aside')
    .select('remote_id')
    .where('type', '=', type)
    .where('remote_id', '=', remoteId)
    .where('cause', '=', 'pending')
    .executeTakeFirst()
  return row !== undefined
}

export async function listSetAside(
  reader: Reader,
  causes: readonly SetAside['cause'][],
  limit: number
): Promise<SetAside[]> {
  return await reader
    .selectFrom('portal_set_aside')
    .selectAll()
    .where('cause', 'in', causes)
    .orderBy('since')
    .limit(limit)
    .execute()
}
