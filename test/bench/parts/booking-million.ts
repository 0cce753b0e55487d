import { setTimeout } from 'node:timers/promises'
import type { Appointment } from '../../../src-preload/contract/appointments'
import { PatientId } from '../../../src-preload/contract/ids'
import { wallTime, workingDaysFrom } from '../clinic'
import { measure } from '../measure'
import type { Part } from '../part'

/** Between two bookings at a desk lies more than this; what the core does meanwhile keeps nobody waiting. */
const PAUSE_MS = 50

/** Booking and moving with all checks among a million appointments, beside what one row on disk costs on this machine. */
export const bookingMillion: Part = {
  name: 'booking-million',
  title: 'Booking and moving among 1,000,000 appointments, on disk when answered',
  async run({ millionClinic }) {
    const { call, core, letPass, days, clinicianIds, typeId, people } = await millionClinic()
    const free = workingDaysFrom(days.at(-1)!.add({ days: 1 }), 120)
    const placeOf = (index: number) => {
      const place = Math.floor(index / clinicianIds.length)
      return {
        clinicianId: clinicianIds[index % clinicianIds.length]!,
        date: free[Math.floor(place / 20)]!.toString(),
        time: wallTime(480 + (place % 20) * 15),
        durationMinutes: 15
      }
    }
    const booked: Appointment[] = []
    const patientOf = (index: number) => PatientId.parse(people[(index * 7_919) % people.length]!.id)
    const book = async (index: number) => {
      const wanted = {
        ...placeOf(index),
        patientId: patientOf(index),
        typeId,
        note: '',
        isOverbooking: false
      }
      booked.push((await call('appointments.book', wanted)).appointment)
    }
    /** At a desk nobody books without the patient's card, and time passes. */
    const open = async (patientId: PatientId) => {
      letPass({ seconds: 5 })
      await call('patients.open', { id: patientId, reason: null })
      await setTimeout(PAUSE_MS)
    }
    const p99 = { of: 'p99', most: 10 } as const
    const one = core.database.driver.prepare('update clinician set sort_order = sort_order + ? where id = 1')
    return [
      await measure({
        what: 'one row written and on disk, the floor',
        calls: 200,
        run: async (index) => void one.run(index % 2 === 0 ? 1 : -1)
      }),
      await measure({
        what: 'appointments.book, one after another without a pause',
        calls: 200,
        run: book
      }),
      await measure({
        what: 'appointments.book, the patient’s card open',
        calls: 200,
        target: p99,
        before: (index) => open(patientOf(1_000 + index)),
        run: (index) => book(1_000 + index)
      }),
      await measure({
        what: 'appointments.move, the patient’s card open',
        calls: 100,
        target: p99,
        before: (index) => open(booked[index]!.patientId),
        run: (index) => {
          const { id, version } = booked[index]!
          return call('appointments.move', { id, version, ...placeOf(2_000 + index), isOverbooking: false })
        }
      }),
      await measure({
        what: 'fees.list of a month',
        calls: 50,
        run: () => {
          const period = { from: days[0]!.toString(), until: days[20]!.toString() }
          return call('fees.list', { ...period, clinicianId: null, state: 'all' })
        }
      })
    ]
  }
}
