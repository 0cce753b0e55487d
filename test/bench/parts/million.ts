import type { MethodInput } from '../../../src-preload/contract'
import { measure } from '../measure'
import type { Part } from '../part'

const p99 = { of: 'p99', most: 10 } as const

/** The day view and free times where seven years lie behind: what is looked at is a day or two months of them. */
export const million: Part = {
  name: 'million',
  title: 'Day view and free times at 1,000,000 appointments, 20 clinicians fully booked for 60 days',
  async run({ millionClinic }) {
    const { call, core, days, today, typeId } = await millionClinic()
    const kind = await call('resources.saveKind', { id: null, name: 'Ultralyd', isActive: true })
    await call('resources.save', {
      id: null,
      kindId: kind.id,
      name: 'Ultralyd 1',
      roomId: null,
      isActive: true
    })
    const device = await call('appointmentTypes.save', {
      id: null,
      name: 'Ultralyd',
      durationMinutes: 15,
      colour: 'green',
      kind: 'ordinary',
      isActive: true,
      bufferMinutes: 5,
      needs: [kind.id]
    })
    const query: MethodInput<'appointments.findFree'> = {
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
    const find = (changes: Partial<typeof query>) => () =>
      call('appointments.findFree', { ...query, ...changes })
    return [
      await measure({
        what: 'appointments.day',
        calls: 60,
        warmUp: days.length,
        target: p99,
        run: (index) => call('appointments.day', { date: days[index % days.length]!.toString() })
      }),
      await measure({ what: 'findFree by type, any clinician', calls: 100, target: p99, run: find({}) }),
      await measure({
        what: 'findFree with a buffer and a device',
        calls: 100,
        target: p99,
        run: find({ typeId: device.id, durationMinutes: 20 })
      }),
      await measure({
        what: 'findFree on two weekdays, afternoons',
        calls: 100,
        target: p99,
        run: find({ weekdays: [2, 4], partOfDay: { fromMinute: 720, untilMinute: 860 } })
      }),
      await measure({
        what: 'findFree, nothing known yet',
        calls: 20,
        before: core.forgetOccupancy,
        run: find({})
      })
    ]
  }
}
