import { Temporal } from 'temporal-polyfill'
import { expect, it, vi } from 'vitest'
import type { PatientId } from '../../src-preload/contract/ids'
import type { MethodInput } from '../../src-preload/contract'
import { numberOfWoman, patientDraft } from '../builders/patient'
import { patientByNumber } from '../portal-simulator/pages/people'
import { freePlaces, visitsOf } from '../portal-simulator/pages/visits'
import { TestBrowser } from '../portal-simulator/visitor'
import { lastCode } from './fixtures/codes'
import { KARI, openPortalClinic, type PortalClinic } from './fixtures/portal-codes'

const ZONE = 'Europe/Oslo'

/** Signs up and logs in as a person does, with the code that came to the telephone. */
async function logIn(clinic: PortalClinic, number: string): Promise<TestBrowser> {
  const { portal, modem, later } = clinic
  const browser = new TestBrowser(portal.url)
  await browser.open('/register')
  await browser.send('/register', { number, agree: 'yes' })
  await later(async () => {
    if (browser.path !== '/login') await browser.open('/register/answer')
    expect(browser.path).toBe('/login')
  })
  const before = modem.sent.length
  await browser.send('/login', { number })
  await later(async () => {
    expect(modem.sent.length).toBeGreaterThan(before)
    expect(await browser.open('/code')).toContain('Koden er sendt til mobilen din.')
  })
  await browser.send('/code', { code: lastCode(modem) })
  expect(browser.page).toContain('Oversikt')
  return browser
}

async function settle({ manager, clock }: PortalClinic): Promise<void> {
  await vi.waitFor(
    async () => {
      clock.set(clock.now().add({ milliseconds: 100 }))
      const { state, waiting } = await manager.call('portal.status', {})
      expect({ state, waiting }).toEqual({ state: 'on', waiting: [] })
    },
    { timeout: 40_000, interval: 20 }
  )
}

it(
  'sends what a day without a line has left, each once, in the desk’s order',
  { timeout: 120_000 },
  async () => {
    const clinic = await openPortalClinic({ offersTimes: true })
    const { portal, desk, manager, kari, type, clinicians, clock, core } = clinic
    const held = { store: portal.store, time: portal.time }
    await settle(clinic)
    const browser = await logIn(clinic, KARI.nationalNumber)
    const places = freePlaces(held).map(({ start, clinician }) => {
      const begins = Temporal.Instant.from(start).toZonedDateTimeISO(ZONE)
      const who = clinicians.find(({ name }) => name === clinician) ?? clinicians[0]
      const time = begins.toPlainTime().toString({ smallestUnit: 'minute' })
      return { clinicianId: who.id, date: begins.toPlainDate().toString(), time, durationMinutes: 20 }
    })
    portal.setLine(false)
    const what = { patientId: kari, typeId: type.id, note: '', isOverbooking: false }
    for (let at = 0; at < 100; at += 1) {
      const [from, to, other] = [places[at], places[199 - at], places[200 + at]]
      if (!from || !to || !other) throw new Error('there are as many places')
      const { appointment } = await desk.call('appointments.book', { ...what, ...from })
      const step = { id: appointment.id, isOverbooking: false }
      const moved = await desk.call('appointments.move', { ...step, version: appointment.version, ...to })
      const { id, version } = moved.appointment
      const end = { id, version, reason: 'clinic', notifyPatient: false } as const
      if (at % 2 === 0) await desk.call('appointments.cancel', end)
      else await desk.call('appointments.move', { ...step, version, ...other })
    }
    const { waiting } = await manager.call('portal.status', {})
    expect(waiting.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(300)
    expect(await browser.open('/appointments')).not.toContain('Bekreftet')
    portal.setLine(true)
    clock.set(clock.now().add({ minutes: 10 }))
    core.resume()
    await settle(clinic)
    const here = (await desk.call('appointments.forPatient', { patientId: kari, limit: 100 })).appointments
    const there = visitsOf(held, clinic.remoteKari())
    expect(there.map(({ start, status }) => `${Date.parse(start)} ${status}`).sort()).toEqual(
      here
        .map(
          ({ start, status }) => `${Date.parse(start)} ${status === 'booked' ? 'coming' : 'cancelled-clinic'}`
        )
        .sort()
    )
    await browser.open('/appointments')
    expect(browser.page.match(/Bekreftet/g)).toHaveLength(50)
    expect(portal.store.violations()).toEqual([])
    await manager.call('portal.compare', {})
    await settle(clinic)
    expect(await manager.call('portal.differences', {})).toEqual({ differences: [] })
  }
)

it('shows a child to the parent until the day it turns sixteen, and writes to the parent no more', async () => {
  const clinic = await openPortalClinic()
  const { desk, core, clock, portal, modem, until } = clinic
  const born = '2010-12-04'
  const register = async (draft: Partial<MethodInput<'patients.create'>>): Promise<PatientId> =>
    (await desk.call('patients.create', patientDraft({ gpClinicianId: clinic.clinicians[0].id, ...draft })))
      .id
  const emma = { givenName: 'Emma', birthDate: born, nationalNumber: numberOfWoman(born), mobile: null }
  const child = await register(emma)
  const parent = {
    childId: child,
    guardianPatientId: clinic.kari,
    kind: 'parent',
    carriesMessages: true
  } as const
  await desk.call('patients.addGuardian', parent)
  const held = { store: portal.store, time: portal.time }
  await settle(clinic)
  const browser = await logIn(clinic, KARI.nationalNumber)
  expect(browser.page).toContain('Vis Emma Nordmann')

  // The confirmation goes to the parent's mobile, five minutes later.
  await clinic.book({ patientId: child, date: '2026-12-08', time: '10:00' })
  clock.set(clock.now().add({ minutes: 6 }))
  await core.runOutbox()
  expect(modem.sent.at(-1)).toMatchObject({
    to: '+4741234567',
    part: { text: expect.stringContaining('08.12') }
  })
  const sent = modem.sent.length

  clock.set(Temporal.Instant.from('2026-12-04T07:00:00Z'))
  await core.portal.runDailyWhenDue()
  await core.runOutbox()
  await until(() => expect(patientByNumber(held, emma.nationalNumber)).toBeNull())
  const again = await logIn(clinic, KARI.nationalNumber)
  expect(again.page).not.toContain('Emma')
  clock.set(Temporal.Instant.from('2026-12-07T07:00:00Z'))
  await core.runOutbox()
  expect(modem.sent.slice(sent).filter(({ part }) => part.text.includes('08.12'))).toEqual([])
  const tasks = await desk.call('tasks.forPatient', { patientId: child })
  expect(tasks).toContainEqual(expect.objectContaining({ kind: 'majority' }))
})
