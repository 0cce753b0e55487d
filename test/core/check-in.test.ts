import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { openLanClinic, type Browser, type LanClinic } from './fixtures/lan'

const BIRTH = '1987-05-17'
const DAY = '2026-12-10'

async function book({ desk, own }: LanClinic, time: string) {
  const [clinician] = await desk('clinicians.list', {})
  const [type] = await desk('appointmentTypes.list', {})
  const place = { clinicianId: clinician!.id, date: DAY, time, durationMinutes: 20 }
  const booking = { patientId: own, typeId: type!.id, note: '', isOverbooking: false }
  return (await desk('appointments.book', { ...place, ...booking })).appointment
}

async function reminderOf({ host }: LanClinic, { id }: Awaited<ReturnType<typeof book>>): Promise<string> {
  const { body } = await host.core.database.reader
    .selectFrom('message')
    .select('body')
    .where('appointment_id', '=', id)
    .where('purpose', '=', 'appointment-reminder')
    .limit(1)
    .executeTakeFirstOrThrow()
  return body
}

/** A clinic that offers check-in, on the day of Ingrid's appointment, and a screen in front of her. */
async function openCheckIn(now = `${DAY}T09:30:00Z`) {
  const clinic = await openLanClinic()
  await clinic.desk('lan.setScreen', { kind: 'wall', isOn: true })
  const { screens } = await clinic.desk('lan.setScreen', { kind: 'check-in', isOn: true })
  const pathOf = (kind: 'wall' | 'check-in'): string =>
    `/socket${new URL(screens.find((one) => one.kind === kind)?.address ?? '').pathname}`
  const appointment = await book(clinic, '11:00')
  const code = /Innsjekk: (\d{5})/.exec(await reminderOf(clinic, appointment))?.[1] ?? ''
  clinic.clock.set(Temporal.Instant.from(now))
  const screen = await clinic.connect({ path: pathOf('check-in') })
  return { clinic, appointment, code, screen, pathOf }
}

const arrive = async (screen: Browser, code: string, birthDate = BIRTH) =>
  await screen.call('checkIn.arrive', { birthDate, code })

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'ok',
    (error: { code?: string }) => error.code
  )

/** Another five digits than these. */
const notThe = (code: string): string => String((Number(code) + 1) % 100_000).padStart(5, '0')

it('is in the reminder from the day it is offered, and one SMS still holds it', async () => {
  const clinic = await openLanClinic()
  expect(await reminderOf(clinic, await book(clinic, '10:00'))).not.toContain('Innsjekk')
  await clinic.desk('lan.setScreen', { kind: 'check-in', isOn: true })
  const body = await reminderOf(clinic, await book(clinic, '11:00'))
  expect(body).toMatch(/Innsjekk: \d{5}\. Svar STOPP/)
  expect(body.length).toBeLessThanOrEqual(160)
})

it('lets a patient in by birth date and code, shows the wall code, and names nobody', async () => {
  const { clinic, appointment, code, screen, pathOf } = await openCheckIn()
  const wall = await clinic.connect({ path: pathOf('wall') })
  const shown = wall.event('wall.changed')
  const outcome = await arrive(screen, code)
  expect(outcome).toMatchObject({ outcome: 'arrived', waitingPlace: 'Venterom 2', mobile: null })
  const wallCode = outcome.outcome === 'arrived' ? outcome.wallCode : null
  expect(wallCode).toMatch(/^[A-Z]{2}\d{2}$/)
  await shown
  expect((await wall.call('wall.board', {})).waiting).toEqual([wallCode])
  const { waiting } = await clinic.desk('waitingRoom.board', {})
  expect(waiting).toMatchObject([{ id: appointment.id, arrivedAt: `${DAY}T09:30:00Z` }])
  const said = JSON.stringify([...screen.frames, ...wall.frames])
  for (const secret of ['Ingrid', 'Sørlie', '41200001', BIRTH]) expect(said).not.toContain(secret)
  // Who asks once more sees the same code; nothing happens a second time.
  expect(await arrive(screen, ` ${code.slice(0, 2)} ${code.slice(2)}`)).toMatchObject({ wallCode })
  const log = await clinic.host.core.database.reader
    .selectFrom('access_log')
    .select('action')
    .where('patient_id', '=', clinic.own)
    .where('action', 'in', ['check-in.arrived', 'appointment.arrived'])
    .execute()
  expect(log.map(({ action }) => action).sort()).toEqual(['appointment.arrived', 'check-in.arrived'])
})

it('answers whatever does not fit in one way', async () => {
  const { clinic, code, screen } = await openCheckIn()
  const desk = { outcome: 'desk' }
  expect(await arrive(screen, notThe(code))).toEqual(desk)
  expect(await arrive(screen, code, '1987-05-18')).toEqual(desk)
  expect(await arrive(screen, '12')).toEqual(desk)
  clinic.clock.set(Temporal.Instant.from('2026-12-11T09:30:00Z'))
  expect(await arrive(screen, code)).toEqual(desk)
})

it('makes a screen wait after wrong tries, also over a new connection', async () => {
  const { clinic, code, screen, pathOf } = await openCheckIn()
  for (let count = 0; count < 5; count += 1) await arrive(screen, notThe(code))
  expect(await refusal(arrive(screen, code))).toBe('check-in-throttled')
  const again = await clinic.connect({ path: pathOf('check-in') })
  expect(await refusal(arrive(again, code))).toBe('check-in-throttled')
  clinic.clock.set(clinic.clock.now().add({ seconds: 31 }))
  expect(await arrive(again, code)).toMatchObject({ outcome: 'arrived' })
})

it('lets in who has mistyped the own code once', async () => {
  const { code, screen } = await openCheckIn()
  expect(await arrive(screen, notThe(code))).toEqual({ outcome: 'desk' })
  expect(await arrive(screen, code)).toMatchObject({ outcome: 'arrived' })
})

it('forgives who arrives the tries at the own code, and nobody the guesses at others', async () => {
  const { clinic, code, screen } = await openCheckIn()
  const guess = async (birthDate: string): Promise<unknown> =>
    await refusal(arrive(screen, notThe(code), birthDate))
  for (let count = 0; count < 3; count += 1) await guess('1950-01-01')
  await guess(BIRTH)
  expect(await arrive(screen, code)).toMatchObject({ outcome: 'arrived' })
  // Three stand, that at the own code does not; nor does showing the code once more wipe anything out.
  expect(await guess('1950-01-01')).toBe('ok')
  expect(await arrive(screen, code)).toMatchObject({ outcome: 'arrived' })
  expect(await guess('1950-01-01')).toBe('ok')
  expect(await guess('1950-01-01')).toBe('check-in-throttled')
  clinic.clock.set(clinic.clock.now().add({ seconds: 31 }))
  expect(await guess('1950-01-01')).toBe('ok')
  expect(await guess('1950-01-01')).toBe('check-in-throttled')
})

it('asks for a mobile that nobody has confirmed for long, shows three digits of it, and keeps the answer', async () => {
  const { clinic, code, screen } = await openCheckIn()
  await clinic.host.core.database.write(async (transaction) => {
    await transaction
      .updateTable('patient_contact')
      .set({ updated_at: '2024-01-01T08:00:00Z' })
      .where('patient_id', '=', clinic.own)
      .execute()
  })
  const outcome = await arrive(screen, code)
  if (outcome.outcome !== 'arrived') throw new Error('not arrived')
  expect(outcome.mobile).toBe('••• •• 001')
  expect(await refusal(screen.call('checkIn.answerMobile', { receipt: 'another', isRight: true }))).toBe(
    'not-found'
  )
  const second = await arrive(screen, code)
  if (second.outcome !== 'arrived') throw new Error('not arrived')
  await screen.call('checkIn.answerMobile', { receipt: second.receipt, isRight: true })
  const patient = await clinic.desk('patients.open', { id: clinic.own, reason: null })
  expect(patient.mobile).toMatchObject({
    isStale: false,
    verifiedHow: 'said',
    verifiedAt: `${DAY}T09:30:00Z`
  })
  expect(await refusal(screen.call('checkIn.answerMobile', { receipt: second.receipt, isRight: true }))).toBe(
    'not-found'
  )
})

it('is for the screens in front of patients only', async () => {
  const { clinic, code } = await openCheckIn()
  expect(await refusal(clinic.desk('checkIn.arrive', { birthDate: BIRTH, code }))).toBe('not-allowed')
})
