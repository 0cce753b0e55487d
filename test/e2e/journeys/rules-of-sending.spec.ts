import type { Page } from '@playwright/test'
import type { Appointment } from '@contract/appointments'
import type { Patient } from '@contract/patients'
import { namedDraft } from '../../builders/patient'
import { callCore } from '../fixtures/bridge'
import { expect, test, type Desk } from '../fixtures/launch'
import { switchTo, toast } from '../fixtures/steps'

const SHARED = '979 00 123'

const statusBar = (page: Page) => page.getByRole('contentinfo', { name: 'Status' })
const openMessages = (page: Page) =>
  page
    .getByRole('navigation', { name: 'Hovedsider' })
    .getByRole('link', { name: /^Meldinger/ })
    .click()

test('the doctor is ill: one text to the day’s patients, with who is left out and why', async ({
  launch
}) => {
  const page = await atTheDesk(launch)
  await page
    .getByRole('button', { name: /^Mer om/ })
    .first()
    .click()
  await page.getByRole('button', { name: /^Skriv til en dags pasienter/ }).click()
  const panel = page.getByRole('region', { name: 'Til dagens pasienter' })
  await panel.getByRole('button', { name: 'Legen er syk' }).click()
  await expect(panel.getByLabel('Tekst')).toHaveValue(/^Legen er dessverre syk/)
  await expect(panel.getByText(/^1 SMS-del hver, .* kr i alt$/)).toBeVisible()
  await expect(panel.getByText('har kommet eller timen har begynt').first()).toBeVisible()
  const send = panel.getByRole('button', { name: /^Send til \d+$/ })
  const count = Number(/\d+/.exec(await send.innerText())?.[0])
  await send.click()
  await expect(toast(page, `Meldingen til ${count} pasienter er på vei`)).toBeVisible()
  await openMessages(page)
  await page.getByRole('radio', { name: 'Til flere' }).check()
  await expect(page.getByText(`${count} av ${count} sendt`)).toBeVisible({ timeout: 45_000 })
  await expect(page.getByRole('button', { name: 'Stopp resten' })).toBeHidden()
})

test('AVBUD from a shared number asks which, cancels that one and tells the desk', async ({ launch }) => {
  const page = await atTheDesk(launch)
  const mother = await register(page, 'Fjellbekk')
  const son = await register(page, 'Fjellvik')
  const hers = await bookNext(page, mother)
  const his = await bookNext(page, son)

  await callCore(page, 'modem.simulateReply', { patientId: mother.id, text: 'AVBUD' })
  await expect.poll(() => lastAnswer(page)).toContain('Hvilken time vil du avbestille?')
  expect((await callCore(page, 'appointments.get', { id: his.id })).status).toBe('booked')
  await callCore(page, 'modem.simulateReply', { patientId: mother.id, text: '2' })
  await expect.poll(() => lastAnswer(page)).toContain('er avbestilt')
  expect((await callCore(page, 'appointments.get', { id: his.id })).status).toBe('cancelled')
  expect((await callCore(page, 'appointments.get', { id: hers.id })).status).toBe('booked')

  await openMessages(page)
  const reply = page.getByRole('option').filter({ hasText: 'Fjellvik' })
  await expect(reply).toContainText('ulest')
  await reply.click()
  const detail = page.getByRole('article', { name: /^Melding fra/ })
  await expect(detail.getByText('Avbestilt av pasienten')).toBeVisible()
  await expect(detail.getByText(/· avbestilt$/)).toBeVisible()
  await detail.getByLabel('Hvem tar den?').selectOption({ label: 'Randi Berg' })
  await page.getByRole('radio', { name: 'Mine' }).check()
  const inbox = page.getByRole('listbox', { name: 'Innboks' })
  await expect(inbox.getByRole('option')).toHaveCount(1)
})

test('at the month’s ceiling texts wait, and the manager lets them on with one click', async ({ launch }) => {
  const page = await atTheDesk(launch)
  const patient = await register(page, 'Fjellbekk')
  await switchTo(page, 'Marit Bakke')
  const { months } = await callCore(page, 'messages.costs', {})
  const { messaging } = await callCore(page, 'settings.get', {})
  const spent = months[0]?.costMinor ?? 1
  await callCore(page, 'settings.save', {
    messaging: { ...messaging, monthlyCeilingMinor: Math.max(1, spent) }
  })
  const { id } = await callCore(page, 'messages.send', { patientId: patient.id, text: 'Hei', answerTo: null })

  await statusBar(page)
    .getByRole('button', { name: /SMS-taket er nådd/ })
    .click()
  await page.getByRole('button', { name: 'Se kostnadene' }).first().click()
  await expect(page.getByRole('alert').filter({ hasText: 'Månedens tak er nådd' })).toBeVisible()
  expect(await stateOf(page, patient, id)).toBe('queued')
  await page.getByRole('button', { name: 'Slipp dem denne måneden' }).click()
  await expect(page.getByText('En leder har sluppet meldingene ut måneden.')).toBeVisible()
  await expect.poll(() => stateOf(page, patient, id)).toMatch(/^(sent|delivered)$/)
  await expect(statusBar(page).getByText('SMS-taket er nådd')).toBeHidden()
})

/** The demo clinic opens with its receptionist at the desk. */
async function atTheDesk(launch: (options: { data: 'demo' }) => Promise<Desk>): Promise<Page> {
  const { page } = await launch({ data: 'demo' })
  await expect(page.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()
  return page
}

async function register(page: Page, familyName: string): Promise<Patient> {
  return await callCore(page, 'patients.create', namedDraft(familyName, 'Test', { mobile: SHARED }))
}

/** The first opening from tomorrow on. */
async function bookNext(page: Page, patient: Patient): Promise<Appointment> {
  const { now } = await callCore(page, 'system.state', {})
  const from = new Date(Date.parse(now) + 48 * 3_600_000).toISOString().slice(0, 10)
  const [type] = await callCore(page, 'appointmentTypes.list', {})
  const search = { clinicianId: null, durationMinutes: 20, from, fromTime: null, limit: 20 }
  const openings = await callCore(page, 'appointments.firstFree', search)
  const taken = await callCore(page, 'appointments.day', { date: openings[0]?.date ?? from })
  const times = new Set(
    taken.columns
      .flatMap(({ appointments }) => appointments)
      .filter(({ patientFamilyName }) => patientFamilyName.startsWith('Fjell'))
      .map(({ time }) => time)
  )
  // Two at one time could not be told apart in an SMS.
  const slot = openings.find(({ time }) => !times.has(time))
  if (!type || !slot) throw new Error('The demo clinic has no opening.')
  const place = { ...slot, patientId: patient.id, typeId: type.id, note: '', isOverbooking: false }
  return (await callCore(page, 'appointments.book', place)).appointment
}

/** The newest answer that has left for anybody. */
async function lastAnswer(page: Page): Promise<string> {
  const { messages } = await callCore(page, 'messages.outbox', { filter: 'all', cursor: null, limit: 50 })
  return messages.find(({ purpose, sentAt }) => purpose === 'answer' && sentAt !== null)?.text ?? ''
}

async function stateOf(page: Page, { id }: Patient, messageId: number): Promise<string | null> {
  const messages = await callCore(page, 'messages.forPatient', { patientId: id, limit: 50 })
  const found = messages.find((message) => message.direction === 'out' && message.id === messageId)
  return found?.direction === 'out' ? found.state : null
}
