import { setImmediate } from 'node:timers/promises'
import { RETENTION_KINDS } from '@contract/choices'
import type { PatientId } from '@contract/ids'
import { toStoredInstant } from '../../platform/clock'
import { civilDateOf } from '../../platform/wall-clock'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { eraseDue, forgetWords, type RetentionDependencies } from './erase'
import { insertErasure } from './erasures.queries'
import {
  expiredIn,
  lastOf,
  letGo,
  isRunDone,
  patientsWithoutRelation,
  RUN_DONE,
  writeRun,
  type ExpiringKind
} from './expiry.queries'
import { heldPatients } from './holds.queries'
import { retentionRule } from './retention.rules'
import { readRetention, writeRetention } from './retention-store'

/** Rows of one slice: written within some ten milliseconds, so that the desk waits for none of it. */
const SLICE = 200
/** Rows looked at between two moments in which the desk is answered: some ten milliseconds of reading. */
const STRETCH = 2_000
/** Patients looked at in one night: a register of a million is gone through in three weeks. */
const PATIENTS_OF_A_NIGHT = 50_000

/** The hour of the clinic's day from which the round is made, or as soon after as the PC is on. */
const FIRST_HOUR = 3

/** The nightly round: deletions whose day has come, then what is past its time, kind by kind, in slices. */
export function createRound(dependencies: RetentionDependencies) {
  const { database, clock, settings, events } = dependencies

  async function run(): Promise<void> {
    const { timeZone, country } = await settings.read()
    const today = civilDateOf(clock.now(), timeZone)
    await note(today, 'erased', await eraseDue(dependencies))
    await forgetWords(dependencies)
    const { months } = await readRetention(database.reader)
    const held = await heldPatients(database.reader, today)
    for (const kind of RETENTION_KINDS) {
      const rule = retentionRule(kind, country, months)
      if (rule.months === null) continue
      const before = toStoredInstant(
        clock.now().toZonedDateTimeISO(timeZone).subtract({ months: rule.months }).toInstant()
      )
      const removed =
        kind === 'patient' ? await queuePatients(before, held) : await expire(kind, before, held)
      await note(today, kind, removed)
    }
    await note(today, RUN_DONE, 0)
  }

  async function runWhenDue(): Promise<void> {
    const { timeZone } = await settings.read()
    const { hour } = clock.now().toZonedDateTimeISO(timeZone)
    if (hour < FIRST_HOUR || (await isRunDone(database.reader, civilDateOf(clock.now(), timeZone)))) return
    await run()
  }

  return { run, runWhenDue }

  async function expire(kind: ExpiringKind, before: string, held: ReadonlySet<PatientId>): Promise<number> {
    const last = await lastOf(database.reader, kind)
    let removed = 0
    for (let after = 0; after < last; after += STRETCH) {
      const found = await expiredIn(database.reader, kind, { after, upTo: after + STRETCH, before })
      const free = found.filter(({ patient_id }) => patient_id === null || !held.has(patient_id))
      for (let from = 0; from < free.length; from += SLICE)
        await database.write(
          async (transaction) => await letGo(transaction, kind, free.slice(from, from + SLICE))
        )
      removed += free.length
      await setImmediate()
    }
    if (removed > 0) announce(kind)
    return removed
  }

  function announce(kind: ExpiringKind): void {
    if (kind === 'letter') events.publish('letters.changed', { patientId: null })
    else if (kind !== 'appointment-note')
      events.publish('messages.changed', { patientId: null, appointmentId: null })
  }

  /** Patients without relation are not deleted at once: they wait in the same list as those who asked. */
  async function queuePatients(before: string, held: ReadonlySet<PatientId>): Promise<number> {
    const { reached, undoDays } = await readRetention(database.reader)
    let after = reached['patient'] ?? 0
    let queued = 0
    for (let seen = 0; seen < PATIENTS_OF_A_NIGHT; seen += SLICE) {
      const { ids, lastId } = await patientsWithoutRelation(database.reader, {
        after,
        before,
        limit: SLICE
      })
      const free = ids.filter((id) => !held.has(id))
      after = lastId ?? 0
      await database.write(async (transaction) => {
        for (const patient_id of free) await insertErasure(transaction, await rowFor(patient_id, undoDays))
        const stored = await readRetention(transaction)
        await writeRetention(transaction, { ...stored, reached: { ...stored.reached, patient: after } })
      })
      queued += free.length
      await setImmediate()
      if (lastId === null) break
    }
    if (queued > 0) events.publish('erasures.changed', {})
    return queued
  }

  async function rowFor(patient_id: Parameters<typeof insertErasure>[1]['patient_id'], undoDays: number) {
    const { timeZone } = await settings.read()
    const now = clock.now()
    return {
      patient_id,
      origin: 'rule' as const,
      reason: '',
      state: 'queued' as const,
      asked_at: toStoredInstant(now),
      asked_by: null,
      asked_by_name: SYSTEM_ACTOR.name,
      approved_at: toStoredInstant(now),
      approved_by: null,
      approved_by_name: SYSTEM_ACTOR.name,
      due_on: civilDateOf(now.add({ hours: 24 * undoDays }), timeZone),
      ended_at: null,
      ended_by: null,
      ended_by_name: null,
      end_note: null,
      removed: null
    }
  }

  async function note(localDate: string, kind: string, removed: number): Promise<void> {
    await database.write(async (transaction) => await writeRun(transaction, { localDate, kind, removed }))
  }
}
