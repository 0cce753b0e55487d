import type { AbsenceId, ClinicianId, ScheduleExceptionId, ScheduleTemplateId } from '@contract/ids'
import type { AbsenceDraft, ScheduleExceptionDraft, WeekTemplateDraft } from '@contract/schedules'
import type { Session } from '@contract/sessions'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'

/** Writes it with its sessions, or in place of what it was. @throws AppError `not-found` */
export async function writeTemplate(
  transaction: Transaction,
  draft: WeekTemplateDraft
): Promise<ScheduleTemplateId> {
  const row = {
    clinician_id: draft.clinicianId,
    name: draft.name,
    valid_from: draft.validFrom,
    valid_until: draft.validUntil,
    cycle_weeks: draft.cycleWeeks,
    anchor_date: draft.anchorDate
  }
  const id = draft.id ?? (await insertTemplate(transaction, row))
  if (draft.id !== null) {
    const { numUpdatedRows } = await transaction
      .updateTable('schedule_template')
      .set(row)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw new AppError('not-found')
    await transaction.deleteFrom('schedule_session').where('template_id', '=', id).execute()
  }
  for (const { week, weekday, ...session } of draft.sessions)
    await transaction
      .insertInto('schedule_session')
      .values({ template_id: id, week, weekday, ...toRow(session) })
      .execute()
  return id
}

async function insertTemplate(
  transaction: Transaction,
  row: {
    clinician_id: ClinicianId
    name: string
    valid_from: string
    valid_until: string | null
    cycle_weeks: number
    anchor_date: string
  }
): Promise<ScheduleTemplateId> {
  const { id } = await transaction
    .insertInto('schedule_template')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws AppError `not-found` */
export async function writeException(
  transaction: Transaction,
  draft: ScheduleExceptionDraft
): Promise<ScheduleExceptionId> {
  const row = {
    clinician_id: draft.clinicianId,
    local_date: draft.date,
    is_replacing: draft.isReplacing ? 1 : 0,
    note: draft.note
  }
  const written =
    draft.id === null
      ? await transaction.insertInto('schedule_exception').values(row).returning('id').executeTakeFirst()
      : await transaction
          .updateTable('schedule_exception')
          .set(row)
          .where('id', '=', draft.id)
          .returning('id')
          .executeTakeFirst()
  if (!written) throw new AppError('not-found')
  const { id } = written
  await transaction.deleteFrom('schedule_exception_session').where('exception_id', '=', id).execute()
  for (const session of draft.sessions)
    await transaction
      .insertInto('schedule_exception_session')
      .values({ exception_id: id, ...toRow(session) })
      .execute()
  return id
}

/** @throws AppError `not-found` */
export async function writeAbsence(transaction: Transaction, draft: AbsenceDraft): Promise<AbsenceId> {
  const row = {
    clinician_id: draft.clinicianId,
    from_date: draft.fromDate,
    from_minute: draft.fromMinute,
    until_date: draft.untilDate,
    until_minute: draft.untilMinute,
    reason: draft.reason,
    note: draft.note
  }
  const written =
    draft.id === null
      ? await transaction.insertInto('absence').values(row).returning('id').executeTakeFirst()
      : await transaction
          .updateTable('absence')
          .set(row)
          .where('id', '=', draft.id)
          .returning('id')
          .executeTakeFirst()
  if (!written) throw new AppError('not-found')
  return written.id
}

/** Sessions go with what they belong to. */
export async function removeTemplate(transaction: Transaction, id: ScheduleTemplateId): Promise<void> {
  await transaction.deleteFrom('schedule_template').where('id', '=', id).execute()
}

export async function removeException(transaction: Transaction, id: ScheduleExceptionId): Promise<void> {
  await transaction.deleteFrom('schedule_exception').where('id', '=', id).execute()
}

export async function removeAbsence(transaction: Transaction, id: AbsenceId): Promise<void> {
  await transaction.deleteFrom('absence').where('id', '=', id).execute()
}

function toRow({ startMinute, endMinute, kind, heldUntilMinute, roomId }: Session) {
  return {
    start_minute: startMinute,
    end_minute: endMinute,
    kind,
    held_until_minute: heldUntilMinute,
    room_id: roomId
  }
}
