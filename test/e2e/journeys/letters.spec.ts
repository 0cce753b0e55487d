import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { LetterId, PatientId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import { addClinician, bookFor, register, sentTo } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test, type Desk } from '../fixtures/launch'
import { makeSmall } from '../fixtures/pages'
import { findPatient, toast } from '../fixtures/steps'

const HOME = { line: 'Storgata 1', postalCode: '0155', city: 'Oslo' }

test('who is reserved gets a letter, printed with the others; who withdraws gets nothing that waited, and a signed form is recorded', async ({
  launch
}) => {
  const desk = await launch()
  const { page } = desk
  await makeTrainingClinic(page)
  await makeSmall(desk)
  const { clinicianId, reserved, unwilling } = await arrange(page)
  const printed = join(desk.saveFolder, 'print.pdf')

  await test.step('the patient is reserved by key, and what waited becomes a letter', async () => {
    await findPatient(page, 'Granmo', 'Test Granmo')
    await page.keyboard.press('k')
    await page.getByLabel('Reservert mot digital kommunikasjon').check()
    await expect(toast(page, 'Pasienten er reservert mot digital kommunikasjon')).toBeVisible()
    await page.keyboard.press('Escape')
    await bookFor(page, { patientId: reserved.id, clinicianId, date: aWeekAhead(), time: '09:00' })
  })

  await test.step('the letter waits, looked at as it lies on the paper', async () => {
    await page.evaluate(() => void (location.hash = '/patients'))
    await page.getByRole('link', { name: 'Brev', exact: true }).click()
    const letter = page.getByRole('option', { name: /Test Granmo.*Post.*Reservert/ })
    await expect(letter).toBeVisible()
    const paper = page.getByRole('figure', { name: 'Slik ligger brevet på arket' })
    await expect(paper).toContainText('Storgata 1')
    await expect(paper).toContainText('kl. 09.00 hos Eksempel legesenter')
    await expectAccessible(page, 'letters', 'main')
  })

  await test.step('it is printed with the others as one job, and can be taken back', async () => {
    await page.keyboard.press('Control+p')
    await expect(toast(page, '1 brev er skrevet ut')).toBeVisible()
    await expect(page.getByText('Ingen brev venter.')).toBeVisible()
    expect(readFileSync(printed).subarray(0, 5).toString()).toBe('%PDF-')
    await page.keyboard.press('Control+z')
    await expect(page.getByRole('option', { name: /Test Granmo/ })).toBeVisible()
  })

  await test.step('one that another desk printed meanwhile is said, and the others are marked', async () => {
    const text = { subject: 'Hei', body: 'En beskjed.' }
    const letter = { patientId: unwilling.id, kind: 'general', appointmentId: null, ...text } as const
    await callCore(page, 'letters.write', letter)
    await expect(page.getByRole('option', { name: /Test Fjellmo/ })).toBeVisible()
    const printer = await holdPrinter(desk)
    await page.keyboard.press('Control+p')
    await printer.evaluate(({ begun }) => begun)
    await callCore(page, 'letters.markPrinted', { ids: [await waitingFor(page, reserved.id)] })
    await printer.evaluate(({ release }) => release())
    await expect(page.getByText('Brevet til Test Granmo er allerede skrevet ut av')).toBeVisible()
    await page.getByRole('button', { name: 'Merk de andre' }).click()
    await expect(toast(page, /^\s*1 brev er skrevet ut/)).toBeVisible()
    await expect(page.getByText('Ingen brev venter.')).toBeVisible()
  })

  await test.step('a withdrawal says what it stops, and stops it', async () => {
    await findPatient(page, 'Fjellmo', 'Test Fjellmo')
    await page.keyboard.press('k')
    const cell = page.getByRole('button', { name: /^Påminnelse om time, SMS/ })
    await cell.click()
    await cell.click()
    await expect(page.getByRole('status').filter({ hasText: '3 ventende meldinger stoppes.' })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(toast(page, '3 ventende meldinger er stoppet.')).toBeVisible()
    const states = (await sentTo(page, unwilling)).map(({ state, reason }) => `${state} ${reason}`)
    expect(states).toEqual(Array.from({ length: 3 }, () => 'blocked consent-withdrawn'))
  })

  await test.step('a form is printed for signature and recorded when it is signed', async () => {
    rmSync(printed)
    await page.getByRole('button', { name: 'Skriv ut skjema' }).click()
    await expect(toast(page, 'Skjemaet er skrevet ut')).toBeVisible()
    expect(existsSync(printed)).toBe(true)
    await page.getByRole('button', { name: 'Registrer signert skjema' }).click()
    await page.getByRole('button', { name: /^Innkalling til kontroll, E-post/ }).click()
    await page.getByRole('button', { name: /^Registrer 1 valg/ }).click()
    await expect(page.getByText(/^underskrevet skjema · underskrevet /)).toBeVisible()
    await expectAccessible(page, 'consents', 'aside')
  })
})

/** Two patients of a clinic with an address; the second is booked already. */
async function arrange(page: Page) {
  const clinicAddress = { line: 'Klinikkveien 2', postalCode: '0484', city: 'Oslo' }
  await callCore(page, 'settings.save', { clinicAddress })
  const { id: clinicianId } = await addClinician(page, 'Anne Lunde')
  const reserved = await register(page, 'Granmo', '+4741234501', { address: HOME })
  const unwilling = await register(page, 'Fjellmo', '+4741234502', { address: HOME })
  await bookFor(page, { patientId: unwilling.id, clinicianId, date: aWeekAhead(), time: '10:00' })
  return { clinicianId, reserved, unwilling }
}

/** The printer takes what comes, and is done with it when it is told to. */
async function holdPrinter({ app }: Desk) {
  return await app.evaluateHandle(({ BrowserWindow }) => {
    const [contents] = BrowserWindow.getAllWindows().map(({ webContents }) => webContents)
    if (!contents) throw new Error('The program has a window.')
    let begin = (): void => undefined
    let release = (): void => undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const released = new Promise<void>((resolve) => (release = resolve))
    const print = contents.printToPDF.bind(contents)
    contents.printToPDF = async (options) => {
      begin()
      await released
      return await print(options)
    }
    return { begun, release: () => release() }
  })
}

async function waitingFor(page: Page, patientId: PatientId): Promise<LetterId> {
  const letters = await callCore(page, 'letters.forPatient', { patientId, limit: 10 })
  const waiting = letters.find(({ state }) => state === 'waiting')
  if (!waiting) throw new Error('A letter waits for the patient.')
  return waiting.id
}

/** A weekday far enough ahead for the post and for both reminders. */
function aWeekAhead(): string {
  const day = Temporal.Now.plainDateISO('Europe/Oslo').add({ days: 7 })
  return day.add({ days: day.dayOfWeek > 5 ? 8 - day.dayOfWeek : 0 }).toString()
}
