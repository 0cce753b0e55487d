import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src-main/core/platform/app-error'
import { Database } from '../../src-main/core/database/database'
import type { PatientId } from '../../src-preload/contract/ids'
import type { Client } from './fixtures/clinic'
import { openDesk, type Desk } from './fixtures/desk'
import { addDevices, addType } from './fixtures/schedules'
import { bookSeries } from './fixtures/series'

const ROUNDS = 1_000
const DEVICE_ROUNDS = 200
/** Longer than other tests: every round is two bookings on disk. */
const PATIENCE_MS = 240_000
const FIRST_DAY = Temporal.PlainDate.from('2027-01-04')

interface Attempt {
  readonly date: string
  readonly time: string
  readonly durationMinutes: number
}

/** A place in a round's own day, so that no round meets another. */
function placesOf(round: number, [first, second]: readonly [number, number]): [Attempt, Attempt] {
  const date = FIRST_DAY.add({ days: round }).toString()
  const at = (minute: number, durationMinutes: number): Attempt => ({
    date,
    time: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
    durationMinutes
  })
  // They share some minutes whatever the second's start.
  return [at(540, 30), at(540 + first, 30 + second)]
}

function bookBy(client: Client, { clinicians, type }: Desk, patientId: PatientId, place: Attempt) {
  return client.call('appointments.book', {
    ...place,
    patientId,
    clinicianId: clinicians[0].id,
    typeId: type.id,
    note: '',
    isOverbooking: false
  })
}

async function outcomesOf(attempts: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(attempts)
  return settled
    .map((one) => {
      if (one.status === 'fulfilled') return 'won'
      return one.reason instanceof AppError ? one.reason.code : String(one.reason)
    })
    .sort()
}

function sharedMinutes({ core }: Desk): unknown {
  return core.database.driver
    .prepare(
      `select count(*) as n from appointment a join appointment b on a.clinician_id = b.clinician_id and a.id < b.id
       and a.start_at < b.end_at and b.start_at < a.end_at where a.is_live and b.is_live`
    )
    .get()
}

type Booking = (place: Attempt) => Promise<unknown>

/** Two attempts at places that overlap, in either order: one wins and the other is refused with the code. */
async function race(
  rounds: number,
  refusal: string,
  [one, other]: readonly [Booking, Booking]
): Promise<void> {
  let round = 0
  const shift = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.constantFrom(0, 5, 10))
  await fc.assert(
    fc.asyncProperty(shift, fc.boolean(), async ([steps, longer], isOtherFirst) => {
      round += 1
      const [mine, theirs] = placesOf(round, [steps * 5, longer])
      const attempts = [() => one(mine), () => other(theirs)]
      if (isOtherFirst) attempts.reverse()
      expect(await outcomesOf(attempts.map((attempt) => attempt()))).toEqual([refusal, 'won'])
    }),
    { numRuns: rounds }
  )
}

describe('two desks in the same instant', () => {
  it(
    `give one slot to exactly one of two patients, in each of ${ROUNDS} rounds`,
    async () => {
      const clinic = await openDesk()
      const other = await clinic.as('manager')
      await race(ROUNDS, 'slot-taken', [
        (place) => bookBy(clinic.desk, clinic, clinic.ingrid, place),
        (place) => bookBy(other, clinic, clinic.odd, place)
      ])
      expect(sharedMinutes(clinic)).toEqual({ n: 0 })
      expect(clinic.core.database.driver.prepare('select count(*) as n from appointment').get()).toEqual({
        n: ROUNDS
      })
    },
    PATIENCE_MS
  )

  it(
    `give one device to exactly one of two visits, in each of ${DEVICE_ROUNDS} rounds`,
    async () => {
      const clinic = await openDesk()
      const { manager, clinicians, core } = clinic
      const needs = [await addDevices(manager, 'Ultralyd', 1)]
      const scan = { ...clinic, type: await addType(manager, { name: 'Ultralyd', needs }) }
      const beside = { ...scan, clinicians: [clinicians[1], clinicians[0], clinicians[2]] as const }
      await race(DEVICE_ROUNDS, 'resource-taken', [
        (place) => bookBy(clinic.desk, scan, clinic.ingrid, place),
        (place) => bookBy(manager, beside, clinic.odd, place)
      ])
      expect(
        core.database.driver
          .prepare(`select count(*) as n, count(distinct date(start_at)) as days from appointment_resource`)
          .get()
      ).toEqual({ n: DEVICE_ROUNDS, days: DEVICE_ROUNDS })
    },
    PATIENCE_MS
  )

  it('let one series through whole and refuse the other whole', async () => {
    const clinic = await openDesk()
    const [mine, theirs] = await Promise.allSettled([
      bookSeries(clinic),
      bookSeries(clinic, { patientId: clinic.odd, time: '10:10' }, { patientId: clinic.odd })
    ])
    expect([mine.status, theirs.status].sort()).toEqual(['fulfilled', 'rejected'])
    const refused = mine.status === 'rejected' ? mine : theirs
    expect(refused).toMatchObject({ reason: { code: 'series-slot-taken' } })
    expect(sharedMinutes(clinic)).toEqual({ n: 0 })
    expect(clinic.core.database.driver.prepare('select count(*) as n from appointment').get()).toEqual({
      n: 4
    })
    expect(clinic.core.database.driver.prepare('select count(*) as n from appointment_series').get()).toEqual(
      { n: 1 }
    )
  })

  it('are always two windows of one program: a second one cannot open the clinic’s file', async () => {
    const clinic = await openDesk({ key: Buffer.alloc(32, 7) })
    const second = Database.open({ file: `${clinic.folder}/clinic.db`, key: Buffer.alloc(32, 7) })
    await expect(second).rejects.toMatchObject({ code: 'data-folder-held' })
  })
})
