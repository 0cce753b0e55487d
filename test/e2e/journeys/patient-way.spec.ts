import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { goToDesk } from '../fixtures/clinics'
import { expect, test, type Desk } from '../fixtures/launch'
import { findPatient, patientCard, searchField, toast, typePassword, waitingStrip } from '../fixtures/steps'

const MANAGER = 'Marit Bakke'
const PASSWORD = 'blå hest i regn'
const PATIENT = 'Kari Nordmann'
const MOBILE = '+4741234567'

// A Monday morning in Oslo (UTC+1); the appointment is on Friday.
const MONDAY = '2026-03-02T08:00:00Z'
const AFTER_FIVE_MINUTES = '2026-03-02T08:40:00Z'
const THREE_DAYS_BEFORE = '2026-03-03T09:20:30Z'
const ON_THE_DAY = '2026-03-06T09:15:00Z'

let folder: string
let simulator: ModemSimulator
let port: string
/** What stands on the network's clock; moved with the program's. */
let networkTime: string

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skranke-way-'))
  port = join(folder, 'modem')
  networkTime = MONDAY
  const clock = { now: () => Temporal.Instant.from(networkTime) }
  simulator = await ModemSimulator.start({ link: port, model: { clock } })
})
test.afterEach(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The texts that left over the serial line to the patient, in order. */
const received = (): string[] =>
  simulator.journal.messages.filter(({ to }) => to === MOBILE).map(({ text }) => text)

test("one patient's whole way, over a real serial line", async ({ launch }) => {
  test.setTimeout(180_000)

  const startAt = async (now: string): Promise<Desk> => {
    networkTime = now
    return launch({ data: { folder: join(folder, 'clinic') }, environment: { SKRANKE_NOW: now } })
  }

  await test.step('sets up a training clinic with a modem named by its port', async () => {
    const desk = await startAt(MONDAY)
    await setUpClinic(desk.page)
    await addClinician(desk.page)
    await expect(desk.page.getByRole('contentinfo', { name: 'Status' })).toContainText('Simulert nett')
    await desk.page.getByRole('link', { name: 'I dag', exact: true }).click()
    await register(desk.page)
    await verifyMobile(desk.page)
    await recordConsent(desk.page)
    await book(desk.page)
    await desk.close()
  })

  await test.step('sends the confirmation when five minutes have passed', async () => {
    expect(received()).toHaveLength(1)
    const desk = await startAt(AFTER_FIVE_MINUTES)
    await expect.poll(received).toHaveLength(2)
    expect(received()[1]).toBe(
      'Du har time 06.03 kl. 10.20 hos Eksempel legesenter. Avbestill senest 24 t før: 22 00 00 00. Svar STOPP for ikke å få påminnelser.'
    )
    await desk.close()
  })

  await test.step('reminds at its time, and stops when the patient says so', async () => {
    const desk = await startAt(THREE_DAYS_BEFORE)
    await expect.poll(received).toHaveLength(3)
    expect(received()[2]).toMatch(/^Påminnelse: Du har time 06\.03 kl\. 10\.20/)
    await typePassword(desk.page, PASSWORD)
    const card = await findPatient(desk.page, 'kari nord', PATIENT)
    await expect(card.getByText('påminnelse gitt')).toBeVisible()
    await expect(card.getByRole('listitem').filter({ hasText: 'planlagt' })).toHaveText(/Påminnelse/)

    simulator.model.receive(MOBILE, 'STOPP')
    await expect(card.getByText('påminnelse trukket')).toBeVisible()
    await expect(card).toContainText('«STOPP»')
    await expect.poll(received).toHaveLength(4)
    expect(received()[3]).toBe(
      'Du får ikke flere meldinger om timer på SMS fra Eksempel legesenter. Svar START hvis du vil ha dem igjen.'
    )
    await expect(card.getByRole('listitem').filter({ hasText: 'planlagt' })).toHaveCount(0)
    await desk.close()
  })

  await test.step('sends no reminder after that, and shows the patient in', async () => {
    const desk = await startAt(ON_THE_DAY)
    await typePassword(desk.page, PASSWORD)
    await goToDesk(desk.page)
    await arriveAndFinish(desk.page)
    expect(received()).toHaveLength(4)
    await desk.close()
  })
})

async function setUpClinic(page: Page): Promise<void> {
  const next = page.getByRole('button', { name: 'Videre' })
  await page.getByRole('button', { name: 'Norsk bokmål' }).click()
  await page.getByRole('button', { name: 'Sett opp klinikken' }).click()
  await page.getByLabel('Klinikkens navn').fill('Eksempel legesenter')
  await page.getByLabel('Telefon').fill('22 00 00 00')
  await page.getByLabel('Øvingsklinikk').check()
  await next.click()
  await page.getByLabel('Navnet ditt').fill(MANAGER)
  await page.getByLabel('Passord', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Passordet en gang til').fill(PASSWORD)
  await next.click()
  const begin = page.getByRole('button', { name: 'Ta i bruk Skranke' })
  await page.getByRole('radio', { name: /En annen port/ }).check()
  await expect(begin).toBeDisabled()
  await page.getByLabel('Portens navn').fill(port)
  await begin.click()
  const warning = page.getByRole('dialog', { name: 'Send ekte SMS fra øvingsklinikken?' })
  await warning.getByRole('button', { name: 'Bruk det ekte modemet' }).click()
  await goToDesk(page)
  await expect(page.getByRole('banner')).toContainText('Øvingsklinikk')
}

async function addClinician(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Oppsett' }).click()
  await page.getByRole('link', { name: 'Rom og utstyr' }).click()
  await page.getByRole('textbox', { name: 'Nytt rom' }).fill('Rom 3')
  await page.getByRole('button', { name: 'Legg til: Nytt rom' }).click()
  await expect(page.getByRole('cell', { name: 'Rom 3', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Behandlere og arbeidstid' }).click()
  await page.getByRole('button', { name: 'Ny behandler' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ny behandler' })
  await dialog.getByLabel('Navn', { exact: true }).fill('Anne Lunde')
  await dialog.getByLabel('Vanlig rom').selectOption('Rom 3')
  await dialog.getByRole('button', { name: 'Lagre' }).click()
  await expect(page.getByRole('cell', { name: 'Anne Lunde', exact: true })).toBeVisible()
}

async function register(page: Page): Promise<void> {
  await searchField(page).fill('Kari Nordmann')
  await page.keyboard.press('Control+n')
  const form = page.getByRole('complementary', { name: 'Pasient' })
  const number = form.getByLabel('Fødselsnummer')
  await number.fill('17858710237')
  await expect(form).toContainText('kontrollsiffer')
  await number.fill('17858710227')
  await expect(form).toContainText('✓ Gyldig')
  await form.getByRole('button', { name: 'Bruk 17.05.1987 fra nummeret' }).click()
  await expect(form.getByLabel('Etternavn')).toHaveValue('Nordmann')
  await form.getByLabel('Mobilnummer').fill('41234567')
  await form.getByRole('button', { name: 'Registrer' }).click()
  await expect(toast(page, `${PATIENT} er registrert`)).toBeVisible()
  await expect(patientCard(page, PATIENT)).toContainText('412 34 567')
}

/** The code leaves through the modem, the patient reads it aloud, and it is typed back. */
async function verifyMobile(page: Page): Promise<void> {
  const side = page.getByRole('complementary', { name: 'Pasient' })
  await side.getByRole('button', { name: 'Bekreft mobil med kode' }).click()
  await side.getByRole('button', { name: 'Send kode' }).click()
  await expect.poll(received).toHaveLength(1)
  await expect(side).toContainText('Levert ✓✓')
  const code = /\b\d{6}\b/.exec(received()[0] ?? '')?.[0] ?? ''
  await side.getByLabel('Kode fra pasienten').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await page.keyboard.press('Enter')
  await expect(toast(page, '412 34 567 er bekreftet med kode')).toBeVisible()
  await expect(patientCard(page, PATIENT)).toContainText('bekreftet i dag')
}

async function recordConsent(page: Page): Promise<void> {
  const side = page.getByRole('complementary', { name: 'Pasient' })
  await page.keyboard.press('k')
  await side.getByRole('button', { name: /^Påminnelse om time, SMS/ }).click()
  await side.getByRole('button', { name: 'Registrer 1 valg' }).click()
  await expect(toast(page, 'Samtykke registrert for Kari')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(patientCard(page, PATIENT).getByText('påminnelse gitt')).toBeVisible()
}

async function book(page: Page): Promise<void> {
  const side = page.getByRole('complementary', { name: 'Pasient' })
  await page.keyboard.press('b')
  await side.getByLabel('Behandler').selectOption('Anne Lunde')
  await side.getByLabel('Dato').fill('6.3.')
  await side.getByLabel('Klokkeslett').fill('10.20')
  await side.getByLabel('Klokkeslett').press('Tab')
  await side.getByRole('button', { name: 'Bestill time' }).click()
  await expect(
    toast(page, /Nordmann, Kari har time fre. 6. mar. 10.20. Bekreftelsen sendes 09.0/)
  ).toBeVisible()
  await expect(
    patientCard(page, PATIENT).getByRole('listitem').filter({ hasText: 'Bekreftelse' })
  ).toContainText('planlagt')
}

async function arriveAndFinish(page: Page): Promise<void> {
  const card = await findPatient(page, 'nordmann', PATIENT)
  await card.getByRole('button', { name: 'Ankommet' }).click()
  await expect(waitingStrip(page)).toContainText('Nordmann')
  await card.getByRole('button', { name: 'Kall inn' }).click()
  await expect(toast(page, /kalt inn til Rom 3/)).toBeVisible()
  await expect(waitingStrip(page)).toContainText('ingen venter')
  await card.getByRole('button', { name: 'Ferdig' }).click()
  await expect(toast(page, /Nordmann, Kari er ferdig/)).toBeVisible()
  await expect(page.getByTestId('appointment')).toContainText('ferdig 10.')
}
