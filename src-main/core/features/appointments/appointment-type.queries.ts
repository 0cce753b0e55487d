import { AppointmentType } from '@contract/appointments'
import type { AppointmentTypeId, ResourceKindId } from '@contract/ids'
import { ReminderHours } from '@contract/settings'
import type { Insertable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { prepared, type Slots } from '../../database/prepared'
import type { AppointmentTypeTable } from '../../database/tables/appointments'
import { AppError } from '../../platform/app-error'

const MOST = 200
const MOST_NEEDS = 2_000
const AllowedSessions = AppointmentType.shape.allowedSessions

export type AppointmentTypeDraft = Omit<AppointmentType, 'id'> & { readonly id: AppointmentTypeId | null }

/** In the order they were made. */
export async function listTypes(reader: Reader): Promise<AppointmentType[]> {
  const rows = await reader
    .selectFrom('appointment_type')
    .select([
      'id',
      'name',
      'duration_minutes',
      'colour',
      'kind',
      'is_active',
      'reminder_hours',
      'sends_confirmation',
      'allowed_sessions',
      'buffer_minutes',
      'is_portal_bookable',
      'quick_code'
    ])
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MOST)
    .execute()
  const needs = await needsByType(reader)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    durationMinutes: row.duration_minutes,
    colour: row.colour,
    kind: row.kind,
    isActive: row.is_active === 1,
    reminderHours: hoursOf(row.reminder_hours),
    sendsConfirmation: row.sends_confirmation === 1,
    allowedSessions: AllowedSessions.parse(JSON.parse(row.allowed_sessions)),
    bufferMinutes: row.buffer_minutes,
    needs: needs.get(row.id) ?? [],
    isPortalBookable: row.is_portal_bookable === 1,
    quickCode: row.quick_code
  }))
}

export type MessageRules = Pick<AppointmentType, 'reminderHours' | 'sendsConfirmation'>

const rulesById = prepared((reader: Reader, { id }: Slots<{ id: AppointmentTypeId }>) =>
  reader.selectFrom('appointment_type').select(['reminder_hours', 'sends_confirmation']).where('id', '=', id)
)

/** Which messages this type's patients get. */
export async function messageRulesOf(reader: Reader, id: AppointmentTypeId): Promise<MessageRules> {
  const row = await rulesById.first(reader, { id })
  return {
    reminderHours: hoursOf(row?.reminder_hours ?? null),
    sendsConfirmation: row?.sends_confirmation !== 0
  }
}

function hoursOf(stored: string | null): number[] | null {
  return stored === null ? null : ReminderHours.parse(JSON.parse(stored))
}

/** @throws AppError `name-taken`, `quick-code-taken`, `resource-kind-unknown`, `not-found` */
export async function saveType(
  transaction: Transaction,
  draft: AppointmentTypeDraft
): Promise<AppointmentType> {
  await assertFree(transaction, draft)
  await assertKinds(transaction, draft.needs)
  const row = {
    name: draft.name,
    duration_minutes: draft.durationMinutes,
    colour: draft.colour,
    kind: draft.kind,
    is_active: draft.isActive ? 1 : 0,
    reminder_hours: draft.reminderHours === null ? null : JSON.stringify(draft.reminderHours),
    sends_confirmation: draft.sendsConfirmation ? 1 : 0,
    allowed_sessions: JSON.stringify(draft.allowedSessions),
    buffer_minutes: draft.bufferMinutes,
    is_portal_bookable: draft.isPortalBookable ? 1 : 0,
    quick_code: draft.quickCode
  }
  const id = draft.id ?? (await insertType(transaction, row))
  if (draft.id !== null) await updateType(transaction, draft.id, row)
  await writeNeeds(transaction, id, draft.needs)
  return { ...draft, id }
}

type TypeRow = Omit<Insertable<AppointmentTypeTable>, 'id' | 'sort_order'>

/** @throws AppError `not-found` */
async function updateType(transaction: Transaction, id: AppointmentTypeId, row: TypeRow): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('appointment_type')
    .set(row)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new AppError('not-found')
}

async function insertType(transaction: Transaction, row: TypeRow): Promise<AppointmentTypeId> {
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

async function assertFree(
  transaction: Transaction,
  { id, name, quickCode }: Pick<AppointmentTypeDraft, 'id' | 'name' | 'quickCode'>
): Promise<void> {
  const others = transaction.selectFrom('appointment_type').select('id').limit(2)
  const named = await others.where('name', '=', name).execute()
  if (named.some((row) => row.id !== id)) throw new AppError('name-taken')
  if (quickCode === null) return
  const coded = await others.where('quick_code', '=', quickCode).execute()
  if (coded.some((row) => row.id !== id)) throw new AppError('quick-code-taken', { quickCode })
}

async function assertKinds(transaction: Transaction, needs: readonly ResourceKindId[]): Promise<void> {
  const kinds = await transaction.selectFrom('resource_kind').select('id').limit(MOST_NEEDS).execute()
  const known = new Set(kinds.map(({ id }) => id))
  if (needs.some((id) => !known.has(id))) throw new AppError('resource-kind-unknown')
}

async function writeNeeds(
  transaction: Transaction,
  typeId: AppointmentTypeId,
  needs: readonly ResourceKindId[]
): Promise<void> {
  await transaction.deleteFrom('appointment_type_need').where('type_id', '=', typeId).execute()
  for (const kindId of new Set(needs))
    await transaction
      .insertInto('appointment_type_need')
      .values({ type_id: typeId, kind_id: kindId })
      .execute()
}

async function needsByType(reader: Reader): Promise<ReadonlyMap<AppointmentTypeId, ResourceKindId[]>> {
  const rows = await reader
    .selectFrom('appointment_type_need')
    .select(['type_id', 'kind_id'])
    .orderBy('type_id')
    .orderBy('kind_id')
    .limit(MOST_NEEDS)
    .execute()
  const needs = new Map<AppointmentTypeId, ResourceKindId[]>()
  for (const { type_id, kind_id } of rows) needs.set(type_id, [...(needs.get(type_id) ?? []), kind_id])
  return needs
}
