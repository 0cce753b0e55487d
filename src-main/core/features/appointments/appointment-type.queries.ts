import type { AppointmentType } from '@contract/appointments'
import type { AppointmentTypeId } from '@contract/ids'
import { ReminderHours } from '@contract/settings'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'

const MOST = 200

export type AppointmentTypeDraft = Omit<AppointmentType, 'id'> & { readonly id: AppointmentTypeId | null }

/** In the order they were made. */
export async function listTypes(reader: Reader): Promise<AppointmentType[]> {
  const rows = await reader
    .selectFrom('appointment_type')
    .select(['id', 'name', 'duration_minutes', 'colour', 'kind', 'is_active', 'reminder_hours'])
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    durationMinutes: row.duration_minutes,
    colour: row.colour,
    kind: row.kind,
    isActive: row.is_active === 1,
    reminderHours: hoursOf(row.reminder_hours)
  }))
}

/** The hours before the start at which this type's patients are reminded; null: as the clinic's settings say. */
export async function reminderHoursOf(reader: Reader, id: AppointmentTypeId): Promise<number[] | null> {
  const row = await reader
    .selectFrom('appointment_type')
    .select('reminder_hours')
    .where('id', '=', id)
    .executeTakeFirst()
  return hoursOf(row?.reminder_hours ?? null)
}

function hoursOf(stored: string | null): number[] | null {
  return stored === null ? null : ReminderHours.parse(JSON.parse(stored))
}

/** @throws AppError `name-taken`, `not-found` */
export async function saveType(
  transaction: Transaction,
  draft: AppointmentTypeDraft
): Promise<AppointmentType> {
  await assertNameFree(transaction, draft)
  const row = {
    name: draft.name,
    duration_minutes: draft.durationMinutes,
    colour: draft.colour,
    kind: draft.kind,
    is_active: draft.isActive ? 1 : 0,
    reminder_hours: draft.reminderHours === null ? null : JSON.stringify(draft.reminderHours)
  }
  if (draft.id === null) return { ...draft, id: await insertType(transaction, row) }
  const { numUpdatedRows } = await transaction
    .updateTable('appointment_type')
    .set(row)
    .where('id', '=', draft.id)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new AppError('not-found')
  return { ...draft, id: draft.id }
}

async function insertType(
  transaction: Transaction,
  row: {
    name: string
    duration_minutes: number
    colour: AppointmentType['colour']
    kind: AppointmentType['kind']
    is_active: number
    reminder_hours: string | null
  }
): Promise<AppointmentTypeId> {
  const { count } = await transaction
    .selectFrom('appointment_type')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { id } = await transaction
    .insertInto('appointment_type')
    .values({ ...row, sort_order: count + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function assertNameFree(
  transaction: Transaction,
  { id, name }: Pick<AppointmentTypeDraft, 'id' | 'name'>
): Promise<void> {
  const rows = await transaction
    .selectFrom('appointment_type')
    .select('id')
    .where('name', '=', name)
    .limit(2)
    .execute()
  if (rows.some((row) => row.id !== id)) throw new AppError('name-taken')
}
