import type { Merge } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import type { PatientHit } from '@contract/patients'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import {
  getPatientRow,
  needsReason,
  readClinicDay,
  readHits,
  standingPatientId,
  withoutKey,
  type HitDay
} from '../patients'
import type { DuplicateDependencies } from './duplicates'
import { mergeRecords } from './merge'
import { datesOf, getMerge, listMerges, type MergeRecord } from './merges.queries'
import { planUndo } from './undo-plan'
import { previewOf, toMergeView } from './undo-preview'
import { undoMerge } from './undo'

export type MergeMethods =
  'duplicates.merge' | 'duplicates.merges' | 'duplicates.previewUndo' | 'duplicates.undo'

/** Making two records one, and two again. */
export function mergeHandlers({
  database,
  clock,
  settings,
  audit,
  events
}: DuplicateDependencies): Handlers<MergeMethods> {
  /** Whatever shows something of the two reads it again. */
  function announce(ids: readonly PatientId[], dates: readonly string[]): void {
    for (const patientId of ids) events.publish('patients.changed', { patientId })
    for (const patientId of ids) events.publish('messages.changed', { patientId, appointmentId: null })
    events.publish('appointments.changed', { dates: [...dates], appointmentId: null, patientId: null })
    events.publish('tasks.changed', {})
    events.publish('waitingList.changed', { dates: [] })
    events.publish('duplicates.changed', {})
  }

  return {
    async 'duplicates.merge'({ survivor, loser, choices, reason }, { actor }) {
      const day = await readClinicDay(clock, settings)
      const { dates, ...merged } = await database.write(async (transaction) => ({
        ...(await mergeRecords(transaction, { survivor, loser, choices, reason }, { audit, actor, day })),
        dates: await datesOf(transaction, [survivor.id], day.today.toString())
      }))
      events.publish('patients.merged', { from: loser.id, into: survivor.id })
      announce([survivor.id, loser.id], dates)
      return merged
    },
    async 'duplicates.merges'({ patientId, cursor, limit }) {
      const day = await readClinicDay(clock, settings)
      const beforeId = cursor === null ? null : Number(cursor)
      const question = { patientId, beforeId, limit: limit + 1 }
      const rows = await listMerges(database.reader, question)
      const shown = rows.slice(0, limit)
      const merges: Merge[] = []
      for (const row of shown) {
        const survivor = await survivorOf(database.reader, row, day)
        if (survivor) merges.push(toMergeView(row, survivor))
      }
      const last = shown.at(-1)
      return { merges, nextCursor: rows.length > limit && last ? String(last.id) : null }
    },
    async 'duplicates.previewUndo'({ mergeId, reason }, { actor }) {
      const day = await readClinicDay(clock, settings)
      return await database.write(async (transaction) => {
        const merge = await getMerge(transaction, mergeId)
        const survivor = await survivorOf(transaction, merge, day)
        if (!survivor) throw new AppError('not-found')
        const row = await getPatientRow(transaction, survivor.id)
        if (needsReason(row) && reason === null)
          throw new AppError('reason-required', { patientId: survivor.id })
        await audit.record(transaction, actor, {
          action: 'patient.merge-opened',
          patientId: survivor.id,
          reason
        })
        return previewOf(await planUndo(transaction, merge, new Map()), survivor)
      })
    },
    async 'duplicates.undo'({ mergeId, sides }, { actor }) {
      const day = await readClinicDay(clock, settings)
      const { dates, ...undone } = await database.write(async (transaction) => {
        const records = await undoMerge(transaction, { mergeId, sides }, { audit, actor, day })
        const ids = [records.survivorId, records.loserId]
        return { ...records, dates: await datesOf(transaction, ids, day.today.toString()) }
      })
      announce([undone.survivorId, undone.loserId], dates)
      return undone
    }
  }
}

/** The record that stands today where this merge's survivor was. */
async function survivorOf(
  reader: Reader,
  { survivorId }: MergeRecord,
  day: HitDay
): Promise<PatientHit | null> {
  const id = await standingPatientId(reader, survivorId)
  const [hit] = await readHits(reader, [id], { day })
  return hit ? withoutKey(hit) : null
}
