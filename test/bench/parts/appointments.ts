import { join } from 'node:path'
import type { Appointment } from '../../../src-preload/contract/appointments'
import { PatientId } from '../../../src-preload/contract/ids'
import { makeClinic, wallTime, workingDaysFrom } from '../clinic'
import { measure } from '../measure'
import type { Part } from '../part'

/** Pages read whole days: another one each time, and the same one again as after a change. */
export const day: Part = {
  name: 'day',
  title: 'Day and waiting room of 10 clinicians with 25 appointments each, 100,000 patients',
  async run({ largeClinic }) {
    const { call, core, days } = await largeClinic()
    const dayOf = (index: number) => call('appointments.day', { date: days[index % days.length]!.toString() })
    const p99 = { of: 'p99', most: 5 } as const
    const everythingForgotten = () => core.events.publish('patients.changed', { patientId: null })
    return [
      // The first look at a day is written to the access log: it is among the calls not counted.
      await measure({ what: 'appointments.day', calls: 100, warmUp: days.length, target: p99, run: dayOf }),
      await measure({
        what: 'appointments.day after a patient changed',
        calls: 60,
        before: everythingForgotten,
        run: dayOf
      }),
      await measure({
        what: 'waitingRoom.board',
        calls: 100,
        target: p99,
        run: () => call('waitingRoom.board', {})
      })
    ]
  }
}

/** The first openings where nothing is free for sixty days. */
export const openings: Part = {
  name: 'openings',
  title: 'First openings, 20 clinicians fully booked for 60 days',
  async run({ folder }) {
    const size = { patients: 2_000, clinicians: 20, bookedDays: 43, appointmentsADay: 26 }
    const { call, core, today, typeId } = await makeClinic(join(folder, 'openings'), size)
    const query = {
      typeId,
      durationMinutes: null,
      clinicianIds: [],
      partOfDay: null,
      weekdays: [],
      from: today.toString(),
      fromMinute: null,
      until: null,
      movingId: null,
      limit: 10
    }
    const run = () => call('appointments.findFree', query)
    const rows = [
      await measure({ what: 'first openings', calls: 100, target: { of: 'p99', most: 10 }, run }),
      await measure({
        what: 'first openings, nothing known yet',
        calls: 20,
        before: core.forgetOccupancy,
        run
      })
    ]
    await core.close()
    return rows
  }
}

/** Booking with everything that hangs on it in one transaction: overlap, history, access log, messages. */
export const booking: Part = {
  name: 'booking',
  title: 'Booking and moving among 100,000 patients, on disk when answered',
  async run({ largeClinic }) {
    const { call, days, clinicianIds, typeId, people } = await largeClinic()
    const free = workingDaysFrom(days.at(-1)!.add({ days: 1 }), 120)
    const placeOf = (index: number) => {
      const clinicianId = clinicianIds[index % clinicianIds.length]!
      const place = Math.floor(index / clinicianIds.length)
      const minute = 480 + (place % 20) * 15
      return {
        clinicianId,
        date: free[Math.floor(place / 20)]!.toString(),
        time: wallTime(minute),
        durationMinutes: 15
      }
    }
    const booked: Appointment[] = []
    const target = { of: 'p99', most: 8 } as const
    return [
      await measure({
        what: 'appointments.book',
        calls: 200,
        target,
        async run(index) {
          const patientId = PatientId.parse(people[(index * 7_919) % people.length]!.id)
          const wanted = { ...placeOf(index), patientId, typeId, note: '', isOverbooking: false }
          const { appointment } = await call('appointments.book', wanted)
          booked.push(appointment)
        }
      }),
      await measure({
        what: 'appointments.move',
        calls: 100,
        target,
        run: (index) => {
          const { id, version } = booked[index]!
          const place = { ...placeOf(booked.length + index), isOverbooking: false }
          return call('appointments.move', { id, version, ...place })
        }
      })
    ]
  }
}
