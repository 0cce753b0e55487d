import { measure } from '../measure'
import type { Part } from '../part'

/** What the calendar reads beside the day: another week, month or stretch of days each time. */
export const calendar: Part = {
  name: 'calendar',
  title: 'Week, month and list of 10 clinicians with 25 appointments each, 100,000 patients',
  async run({ largeClinic }) {
    const { call, core, days, clinicianIds } = await largeClinic()
    const dateOf = (index: number) => days[index % days.length]!.toString()
    const month = (index: number) =>
      call('calendar.month', { clinicianId: null, date: dateOf(index), durationMinutes: 15 })
    const target = { of: 'p99', most: 10 } as const
    return [
      await measure({
        what: 'calendar.week',
        calls: 100,
        // The first look at a week is written to the access log: it is among the calls not counted.
        warmUp: days.length * clinicianIds.length,
        target,
        run: (index) =>
          call('calendar.week', {
            clinicianId: clinicianIds[index % clinicianIds.length]!,
            date: dateOf(index)
          })
      }),
      await measure({ what: 'calendar.month', calls: 60, target, run: month }),
      await measure({
        what: 'calendar.month, nothing known yet',
        calls: 20,
        before: core.forgetOccupancy,
        run: month
      }),
      await measure({
        what: 'calendar.agenda, a page of 100',
        calls: 100,
        warmUp: days.length,
        target,
        run: (index) =>
          call('calendar.agenda', {
            from: dateOf(index),
            until: days.at(-1)!.toString(),
            clinicianId: null,
            typeId: null,
            state: 'all',
            cursor: null,
            limit: 100
          })
      })
    ]
  }
}
