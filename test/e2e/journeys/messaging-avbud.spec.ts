import type { Page } from '@playwright/test'
import type { Patient } from '@contract/patients'
import { addClinician, bookFor, register, sentTo } from '../fixtures/arrange'
import { callCore } from '../fixtures/bridge'
import { addUser, makeTrainingClinic, MANAGER } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'

// Wednesday at ten: tomorrow at 09.20 is less than 24 hours away, tomorrow at 14.00 is not.
const WEDNESDAY = '2026-12-02T09:00:00Z'
const TOMORROW = '2026-12-03'
const SHARED = '+4797900123'

const ASKED =
  'Hvilken time vil du avbestille?\n1: 03.12 kl. 09.20\n2: 03.12 kl. 14.00\nSvar med tallet, ALLE, eller 0 for ingen.'
const CANCELLED =
  'Timen 03.12 kl. 09.20 er avbestilt. Det er mindre enn 24 t før, så du kan bli bedt om å betale gebyr. Spørsmål: 22 00 00 00.'

test('AVBUD from a number that a family shares: asked which, that one cancelled as late, calendar, patient and desk told', async ({
  serialClinic
}) => {
  const { port, startAt, received, simulator } = await serialClinic()
  const { page } = await startAt(WEDNESDAY)
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  await addUser(page, 'Randi Berg', 'receptionist')
  const { id: clinicianId } = await addClinician(page, 'Anne Lunde')
  const son = await register(page, 'Fjellvik', SHARED)
  const mother = await register(page, 'Fjellbekk', SHARED)
  const his = await bookFor(page, { patientId: son.id, clinicianId, date: TOMORROW, time: '09:20' })
  const hers = await bookFor(page, { patientId: mother.id, clinicianId, date: TOMORROW, time: '14:00' })
  const statusOf = async ({ id }: typeof his) => (await callCore(page, 'appointments.get', { id })).status
  const answer = async (text: string, expected: readonly string[]): Promise<void> => {
    simulator.model.receive(SHARED, text)
    await expect.poll(() => received(SHARED)).toEqual(expected)
    // What comes before the question is known to have left answers nothing.
    await expect.poll(() => answersUnderWay(page)).toBe(0)
  }

  await page.getByRole('button', { name: 'Neste dag' }).click()
  const inCalendar = (name: string) => page.getByTestId('appointment').filter({ hasText: name })
  await expect(inCalendar('Fjellvik')).toBeVisible()

  await test.step('the program asks which, and cancels nothing on a word that says neither', async () => {
    await answer('AVBUD', [ASKED])
    await answer('Ja', [ASKED, ASKED])
    expect([await statusOf(his), await statusOf(hers)]).toEqual(['booked', 'booked'])
  })

  await test.step('the answer cancels that one; the patient is told, and of the fee', async () => {
    await answer('1', [ASKED, ASKED, CANCELLED])
    expect([await statusOf(his), await statusOf(hers)]).toEqual(['cancelled', 'booked'])
    await expect(inCalendar('Fjellvik')).toHaveCount(0)
    await expect(inCalendar('Fjellbekk')).toBeVisible()
    expect(await waitingFor(page, son)).toEqual([])
    expect(await waitingFor(page, mother)).toEqual(['booking-confirmation'])
  })

  await test.step('the desk finds it unread, cancelled too late, and gives it to somebody', async () => {
    await page
      .getByRole('navigation', { name: 'Hovedsider' })
      .getByRole('link', { name: /^Meldinger/ })
      .click()
    const reply = page.getByRole('option').filter({ hasText: 'Fjellvik' })
    await expect(reply).toHaveCount(1)
    await expect(reply).toContainText('ulest')
    await reply.click()
    const detail = page.getByRole('article', { name: /^Melding fra/ })
    await expect(detail).toContainText('Avbestilt av pasienten')
    await expect(detail).toContainText('for sent avbestilt')
    await expect(detail.getByRole('listitem').filter({ hasText: '09.20 · avbestilt' })).toHaveCount(1)
    await detail.getByLabel('Hvem tar den?').selectOption({ label: MANAGER })
    await page.getByRole('radio', { name: 'Mine' }).check()
    await expect(page.getByRole('listbox', { name: 'Innboks' }).getByRole('option')).toHaveCount(1)
  })
})

/** Answers that are not known to have left. */
async function answersUnderWay(page: Page): Promise<number> {
  const { messages } = await callCore(page, 'messages.outbox', { filter: 'waiting', cursor: null, limit: 50 })
  return messages.filter(({ purpose }) => purpose === 'answer').length
}

async function waitingFor(page: Page, patient: Patient): Promise<string[]> {
  return (await sentTo(page, patient)).filter(({ state }) => state === 'queued').map(({ purpose }) => purpose)
}
