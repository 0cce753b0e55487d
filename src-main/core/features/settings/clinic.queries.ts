import type { ClinicianId, RoomId } from '@contract/ids'
import type { Clinician, ClinicianDraft, Room } from '@contract/settings'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { initialsOf } from '../../platform/initials'

const MOST = 500

/** In the order of the calendar's columns. */
export async function listClinicians(reader: Reader): Promise<Clinician[]> {
  const rows = await reader
    .selectFrom('clinician')
    .select([
      'id',
      'name',
      'initials',
      'colour',
      'is_active',
      'user_id',
      'default_room_id',
      'wait_first_minutes',
      'wait_second_minutes'
    ])
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    initials: row.initials,
    colour: row.colour,
    isActive: row.is_active === 1,
    userId: row.user_id,
    defaultRoomId: row.default_room_id,
    waitLimitMinutes:
      row.wait_first_minutes === null || row.wait_second_minutes === null
        ? null
        : [row.wait_first_minutes, row.wait_second_minutes]
  }))
}

/** The hours are the schedule's. @throws AppError `name-taken`, `not-found`, `wait-limits-order` */
export async function saveClinician(
  transaction: Transaction,
  draft: Omit<ClinicianDraft, 'workingHours'>
): Promise<ClinicianId> {
  const limits = draft.waitLimitMinutes
  if (limits && limits[0] >= limits[1]) throw new AppError('wait-limits-order')
  const row = {
    name: draft.name,
    initials: initialsOf(draft.name),
    colour: draft.colour,
    is_active: draft.isActive ? 1 : 0,
    default_room_id: draft.defaultRoomId,
    ...(limits === undefined
      ? {}
      : { wait_first_minutes: limits?.[0] ?? null, wait_second_minutes: limits?.[1] ?? null })
  }
  await assertNameFree(transaction, 'clinician', draft.name, draft.id)
  const id = draft.id ?? (await insertClinician(transaction, row))
  if (draft.id !== null) {
    const { numUpdatedRows } = await transaction
      .updateTable('clinician')
      .set(row)
      .where('id', '=', id)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new AppError('not-found')
  }
  return id
}

async function insertClinician(
  transaction: Transaction,
  row: {
    name: string
    initials: string
    colour: Clinician['colour']
    is_active: number
    default_room_id: RoomId | null
    wait_first_minutes?: number | null
    wait_second_minutes?: number | null
  }
): Promise<ClinicianId> {
  const { count } = await transaction
    .selectFrom('clinician')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { id } = await transaction
    .insertInto('clinician')
    .values({ ...row, user_id: null, sort_order: count + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function listRooms(reader: Reader): Promise<Room[]> {
  const rows = await reader
    .selectFrom('room')
    .select(['id', 'name', 'is_active'])
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, isActive: row.is_active === 1 }))
}

/** @throws AppError `name-taken`, `not-found` */
export async function saveRoom(
  transaction: Transaction,
  draft: { id: RoomId | null; name: string; isActive: boolean }
): Promise<Room> {
  await assertNameFree(transaction, 'room', draft.name, draft.id)
  const row = { name: draft.name, is_active: draft.isActive ? 1 : 0 }
  if (draft.id === null) {
    const { count } = await transaction
      .selectFrom('room')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const { id } = await transaction
      .insertInto('room')
      .values({ ...row, sort_order: count + 1 })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, name: draft.name, isActive: draft.isActive }
  }
  const { numUpdatedRows } = await transaction
    .updateTable('room')
    .set(row)
    .where('id', '=', draft.id)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new AppError('not-found')
  return { id: draft.id, name: draft.name, isActive: draft.isActive }
}

async function assertNameFree(
  transaction: Transaction,
  table: 'clinician' | 'room',
  name: string,
  exceptId: number | null
): Promise<void> {
  const rows = await transaction.selectFrom(table).select('id').where('name', '=', name).limit(2).execute()
  if (rows.some(({ id }) => id !== exceptId)) throw new AppError('name-taken')
}
