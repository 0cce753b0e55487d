import { Day, type Appointment } from '@contract/appointments'
import { PatientId } from '@contract/ids'
import { expect, it } from 'vitest'
import { appointmentView } from '../../../test/builders/appointment-view'
import { dayReader } from './day-reader'

const [ingrid, odd] = [PatientId.parse(1), PatientId.parse(2)]
const at = (patientId: PatientId, note = ''): Appointment =>
  appointmentView({ id: patientId, patientId, note })

/** A reader whose questions wait until the test answers them. */
function openReader() {
  const asked: string[] = []
  const waiting: ((answer: 'answer' | 'fail') => Promise<void>)[] = []
  let notes: Record<number, string> = {}
  let shown: Day | null = null

  function question<T>(name: string, answer: () => T): Promise<T> {
    asked.push(name)
    const seen = answer()
    return new Promise((resolve, reject) => {
      waiting.push((how) => {
        if (how === 'answer') resolve(seen)
        else reject(new Error('lost'))
        return new Promise((done) => setImmediate(done))
      })
    })
  }
  const appointments = () => [ingrid, odd].map((id) => at(id, notes[id]))
  const reader = dayReader({
    date: () => '2026-12-03',
    shown: () => shown,
    show: (day) => (shown = day),
    readDay: (date) =>
      question('day', () =>
        Day.parse({
          date,
          holiday: null,
          columns: [{ clinicianId: 1, sessions: [], absences: [], appointments: appointments() }]
        })
      ),
    readPatients: (_date, ids) =>
      question(ids.join(), () => appointments().filter((one) => ids.includes(one.patientId)))
  })
  return {
    reader,
    asked,
    note: (id: PatientId, text: string) => (notes = { ...notes, [id]: text }),
    answer: (how: 'answer' | 'fail' = 'answer') => waiting.shift()?.(how),
    notes: () => shown?.columns[0]?.appointments.map(({ note }) => note)
  }
}

async function openShown() {
  const opened = openReader()
  void opened.reader.load()
  await opened.answer()
  opened.asked.length = 0
  return opened
}

it('reads the part of the patient whose appointment changed', async () => {
  const { reader, asked, note, answer, notes } = await openShown()
  note(odd, 'new')
  const followed = reader.follow(odd)
  await answer()
  await followed
  expect({ asked, notes: notes() }).toEqual({ asked: ['2'], notes: ['', 'new'] })
})

it('asks once for changes that come while it reads', async () => {
  const { reader, asked, note, answer, notes } = await openShown()
  void reader.follow(odd)
  note(odd, 'later')
  note(ingrid, 'too')
  void reader.follow(odd)
  const followed = reader.follow(ingrid)
  await answer()
  await answer()
  await followed
  expect({ asked, notes: notes() }).toEqual({ asked: ['2', '2,1'], notes: ['too', 'later'] })
})

it('reads the whole day again for a change that comes while it is on its way', async () => {
  const { reader, asked, note, answer, notes } = openReader()
  const first = reader.load()
  note(odd, 'new')
  const followed = reader.follow(odd)
  await answer()
  await answer()
  await Promise.all([first, followed])
  expect({ asked, notes: notes() }).toEqual({ asked: ['day', 'day'], notes: ['', 'new'] })
})

it('shows no older part over a newer day', async () => {
  const { reader, asked, note, answer, notes } = await openShown()
  const followed = reader.follow(odd)
  note(odd, 'new')
  const loaded = reader.load()
  await answer()
  await answer()
  await Promise.all([followed, loaded])
  expect({ asked, notes: notes() }).toEqual({ asked: ['2', 'day'], notes: ['', 'new'] })
})

it('reads the whole day after a part was lost, and when nobody knows whose part changed', async () => {
  const { reader, asked, answer } = await openShown()
  const lost = expect(reader.follow(odd)).rejects.toThrow('lost')
  await answer('fail')
  await lost
  const whole = reader.follow(odd)
  await answer()
  await whole
  const unknown = reader.follow(null)
  await answer()
  await unknown
  expect(asked).toEqual(['2', 'day', 'day'])
})
