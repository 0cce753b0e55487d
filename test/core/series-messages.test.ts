import { expect, it } from 'vitest'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'
import { bookSeries, weekly } from './fixtures/series'

type Confirmation = 'each' | 'first' | 'none'

/** A patient with a mobile and three appointments, the first in a week. */
async function withSeries(confirmation: Confirmation, date = '2026-12-03') {
  const clinic = await openMessaging(date < '2027' ? {} : { now: `${date.slice(0, 8)}01T08:00:00Z` })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const wish = { patientId: kari.id, date, recurrence: weekly(3) }
  const booked = await bookSeries(clinic, wish, { patientId: kari.id, confirmation })
  return {
    clinic,
    kari,
    booked,
    occurrences: booked.series.occurrences.map(({ appointment }) => appointment)
  }
}

const datesIn = (clinic: MessagingDesk): string[] =>
  clinic.texts().map((text) => /\d\d\.\d\d kl\. \d\d\.\d\d/.exec(text)?.[0] ?? text)

it('confirms each, the first only, or none, as the desk has chosen', async () => {
  const each = await withSeries('each')
  await each.clinic.at('2026-11-26T08:05:00Z')
  expect(datesIn(each.clinic)).toEqual(['03.12 kl. 10.00', '10.12 kl. 10.00', '17.12 kl. 10.00'])
  const first = await withSeries('first')
  await first.clinic.at('2026-11-26T08:05:00Z')
  expect(datesIn(first.clinic)).toEqual(['03.12 kl. 10.00'])
  const none = await withSeries('none')
  await none.clinic.at('2026-11-26T08:05:00Z')
  expect(datesIn(none.clinic)).toEqual([])
})

it('reminds of each occurrence by itself, also of those that no confirmation told of', async () => {
  const { clinic } = await withSeries('none')
  await clinic.at('2026-11-26T08:05:00Z')
  await clinic.at('2026-11-30T09:00:00Z')
  await clinic.at('2026-12-07T09:00:00Z')
  expect(datesIn(clinic)).toEqual(['03.12 kl. 10.00', '10.12 kl. 10.00'])
})

it('tells of a move whoever the desk had told of the old time, and nobody of a note', async () => {
  const { clinic, occurrences } = await withSeries('first')
  await clinic.at('2026-11-26T08:05:00Z')
  const [, second] = occurrences
  if (!second) throw new Error('there are three')
  await clinic.desk.call('appointments.setNote', { id: second.id, version: 1, note: 'Tolk' })
  await clinic.at('2026-11-26T08:30:00Z')
  expect(datesIn(clinic)).toEqual(['03.12 kl. 10.00'])
  const { changeId } = await clinic.desk.call('appointments.move', {
    id: second.id,
    version: 2,
    clinicianId: second.clinicianId,
    date: '2026-12-11',
    time: '12:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  await clinic.at('2026-11-26T09:00:00Z')
  expect(clinic.texts().at(-1)).toMatch(/flyttet.*11\.12 kl\. 12\.00/i)
  await clinic.desk.call('appointments.undo', { changeId })
  await clinic.at('2026-11-26T09:30:00Z')
  expect(clinic.texts().at(-1)).toMatch(/10\.12 kl\. 10\.00/)
})

it('says nothing of a change the desk has told the patient of itself, and nothing when it is undone at once', async () => {
  const { clinic, occurrences } = await withSeries('none')
  const changed = await clinic.desk.call('series.change', {
    typeId: clinic.type.id,
    durationMinutes: 20,
    notifyPatient: false,
    places: occurrences.map(({ id, version, clinicianId, date }) => ({
      appointmentId: id,
      version,
      clinicianId,
      date,
      time: '13:00',
      isOverbooking: false
    }))
  })
  await clinic.at('2026-11-26T08:30:00Z')
  expect(clinic.texts()).toEqual([])
  await clinic.desk.call('series.undo', { stepId: changed.stepId })
  await clinic.at('2026-11-26T09:00:00Z')
  expect(clinic.texts()).toEqual([])
})

it('names the time on the clock over the nights it changes', async () => {
  const { clinic } = await withSeries('each', '2027-03-23')
  await clinic.at('2027-03-01T08:05:00Z')
  expect(datesIn(clinic)).toEqual(['23.03 kl. 10.00', '30.03 kl. 10.00', '06.04 kl. 10.00'])
})
