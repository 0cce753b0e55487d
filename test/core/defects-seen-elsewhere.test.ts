import { describe, expect, it } from 'vitest'
import { openMessaging } from './fixtures/messaging'

const MOBILE = '+4741234567'
const REMINDER_DAY = '2026-11-30T10:00:00Z'

/** Defects seen in other systems, each with what shows that it is not here. */
describe('one patient without a telephone', () => {
  it('does not stop the reminders of those after', async () => {
    const { register, book, at, modem } = await openMessaging()
    const silent = await register('Uten')
    await book({ patientId: silent.id, date: '2026-12-03', time: '09:00' })
    for (const [name, mobile, time] of [
      ['Nordmann', '412 34 567', '09:20'],
      ['Hansen', '987 65 432', '09:40']
    ] as const) {
      const patient = await register(name, { mobile })
      await book({ patientId: patient.id, date: '2026-12-03', time })
    }
    await at('2026-11-26T08:05:00Z')
    const confirmed = modem.sent.length
    await at(REMINDER_DAY)
    expect(modem.sent.slice(confirmed).map(({ to }) => to)).toEqual([MOBILE, '+4798765432'])
  })
})

describe('a restart', () => {
  it('sends no reminder twice, whether it was sent before or on the modem', async () => {
    const clinic = await openMessaging()
    const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
    const ola = await clinic.register('Hansen', { mobile: '987 65 432' })
    await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
    await clinic.book({ patientId: ola.id, date: '2026-12-03', time: '09:40' })
    await clinic.at('2026-11-26T08:05:00Z')
    const confirmed = clinic.texts().length
    // The first is accepted; of the second nobody knows.
    clinic.modem.onSend = ({ to }) => (to === MOBILE ? null : { kind: 'unknown', reason: 'port-lost' })
    await clinic.at(REMINDER_DAY)
    expect(clinic.texts()).toHaveLength(confirmed + 2)
    const back = await clinic.again()
    await back.at('2026-11-30T10:30:00Z')
    const again = await back.again()
    await again.at('2026-11-30T11:00:00Z')
    expect([...back.texts(), ...again.texts()]).toEqual([])
    expect(await again.outbox('problems')).toMatchObject([{ state: 'uncertain' }])
  })
})

describe('whoever has arrived', () => {
  it('is never turned into missed, however late it gets or how often the program starts', async () => {
    const clinic = await openMessaging({ now: '2026-12-03T08:00:00Z' })
    const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
    const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
    await clinic.desk.call('waitingRoom.arrive', { id: appointment.id })
    await clinic.at('2026-12-03T22:59:00Z')
    const back = await clinic.again()
    await back.at('2026-12-05T12:00:00Z')
    const { status } = await back.desk.call('appointments.get', { id: appointment.id })
    expect(status).toBe('arrived')
    await expect(back.desk.call('waitingRoom.noShow', { id: appointment.id })).rejects.toMatchObject({
      code: 'transition-not-allowed'
    })
  })
})

describe('a change of one appointment of a series', () => {
  it('leaves the others as they are, with their reminders', async () => {
    const clinic = await openMessaging()
    const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
    const dates = ['2026-12-03', '2026-12-10', '2026-12-17']
    const series = []
    for (const date of dates)
      series.push((await clinic.book({ patientId: kari.id, date, time: '09:20' })).appointment)
    const [, second] = series
    if (!second) throw new Error('three were booked')
    await clinic.desk.call('appointments.cancel', {
      id: second.id,
      version: second.version,
      reason: 'patient',
      notifyPatient: false
    })
    const statuses = await Promise.all(series.map(async (one) => (await clinic.look(one)).status))
    expect(statuses).toEqual(['booked', 'cancelled', 'booked'])
    const waiting = await clinic.outbox('waiting')
    const reminded = waiting.filter(({ purpose }) => purpose === 'appointment-reminder')
    expect(new Set(reminded.map(({ appointmentId }) => appointmentId))).toEqual(
      new Set([series[0]?.id, series[2]?.id])
    )
  })
})

describe('the waiting room', () => {
  it('has no average to divide by zero while nobody has been called in', async () => {
    const clinic = await openMessaging({ now: '2026-12-03T08:00:00Z' })
    expect(numbersIn(await clinic.desk.call('waitingRoom.board', {})).filter(isBroken)).toEqual([])
    const { appointment } = await clinic.book({ date: '2026-12-03', time: '09:20' })
    await clinic.desk.call('waitingRoom.arrive', { id: appointment.id })
    expect(numbersIn(await clinic.desk.call('waitingRoom.board', {})).filter(isBroken)).toEqual([])
  })
})

describe('a reply that cancels', () => {
  async function openShared() {
    const clinic = await openMessaging()
    const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
    const ola = await clinic.register('Hansen', { mobile: '412 34 567' })
    const hers = (await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })).appointment
    const his = (await clinic.book({ patientId: ola.id, date: '2026-12-03', time: '09:40' })).appointment
    const say = async (text: string): Promise<string | undefined> => {
      const before = clinic.texts().length
      clinic.clock.set(clinic.clock.now().add({ seconds: 20 }))
      await clinic.modem.receive(MOBILE, text)
      await clinic.core.runOutbox()
      return clinic.texts().slice(before).at(-1)
    }
    return { clinic, kari, hers, his, say }
  }

  it('cancels what is meant on a shared number, and says which', async () => {
    const { clinic, hers, his, say } = await openShared()
    expect(await say('AVBUD')).toContain('Hvilken time vil du avbestille?')
    expect(await say('2')).toContain('Timen 03.12 kl. 09.40 er avbestilt')
    expect((await clinic.look(his)).status).toBe('cancelled')
    expect((await clinic.look(hers)).status).toBe('booked')
  })

  it('says that nothing was cancelled when two appointments at one time cannot be told apart', async () => {
    const { clinic, kari, say } = await openShared()
    const [, other] = clinic.clinicians
    await clinic.book({ patientId: kari.id, clinicianId: other.id, date: '2026-12-03', time: '09:20' })
    expect(await say('AVBUD')).toContain('så ingenting er endret')
    const { unread } = await clinic.desk.call('messages.inbox', { filter: 'unread', cursor: null, limit: 5 })
    expect(unread).toBe(1)
  })

  it('says so when the appointment was cancelled by the desk before the answer came', async () => {
    const { clinic, hers, say } = await openShared()
    await say('AVBUD')
    await clinic.desk.call('appointments.cancel', {
      id: hers.id,
      version: hers.version,
      reason: 'clinic',
      notifyPatient: false
    })
    expect(await say('1')).toContain('er avbestilt fra før')
  })
})

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

function isBroken(number: number): boolean {
  return !Number.isFinite(number)
}
