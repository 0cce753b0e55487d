import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Patient } from '@contract/patients'
import { Pty } from '../../modem-simulator/pty'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic, MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, patientCard, signIn, toast } from '../fixtures/steps'

const statusBar = (page: Page) => page.getByRole('contentinfo', { name: 'Status' })
const modemButton = (page: Page) => statusBar(page).getByRole('button', { name: /Modem/ })
const modemPanel = (page: Page) => page.getByRole('dialog', { name: 'Modem' })

test('an SMS leaves, its answer comes back, and STOPP ends the reminders', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  await expect(page.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()
  const patient = await somebodyWithMobile(page)
  const name = `${patient.givenName} ${patient.familyName}`
  const card = await findPatient(page, name, name)
  const messages = card.getByRole('region').filter({ hasText: 'Meldinger' }).or(card)

  await test.step('the length is counted while she types', async () => {
    await page.keyboard.press('s')
    const text = page.getByLabel(/^Tekst \(pasientens språk/)
    await expect(text).toBeFocused()
    await text.fill('Hei! Prøvesvarene er klare.')
    await expect(page.getByText(/^1 SMS · 27 av 160 tegn/)).toBeVisible()
    await text.fill(`Hei! ${'Prøvesvarene er klare. '.repeat(8)}`.trim())
    await expect(page.getByText(/^2 SMS · /)).toBeVisible()
    await text.fill('Hei! Prøvesvarene er klare 😀')
    await expect(page.getByText(/😀$/).last()).toBeVisible()
  })

  await test.step('it leaves and is delivered', async () => {
    await page.keyboard.press('Control+Enter')
    await expect(toast(page, `SMS til ${patient.givenName} er på vei`)).toBeVisible()
    await expect(messages.getByRole('listitem').filter({ hasText: '✓✓ levert' }).first()).toBeVisible()
  })

  await test.step('the answer stands at the patient and in the inbox', async () => {
    const unread = await unreadCount(page)
    await card.getByRole('button', { name: 'øv: svar' }).click()
    await page.getByLabel('Pasienten svarer (øving)').fill('Takk, da kommer jeg')
    await page.keyboard.press('Enter')
    await expect(card.getByText('«Takk, da kommer jeg»')).toBeVisible()
    await expect.poll(() => unreadCount(page)).toBe(unread + 1)
    await statusBar(page).getByRole('button', { name: /kø/ }).click()
    await page.getByRole('button', { name: 'Les svarene' }).click()
    await expect(page.getByRole('radio', { name: /^Uleste/ })).toBeChecked()
    const answer = page.getByRole('option').filter({ hasText: 'Takk, da kommer jeg' })
    await expect(answer).toContainText(patient.familyName)
    await answer.click()
    await expect.poll(() => unreadCount(page)).toBe(unread)
  })

  await test.step('STOPP withdraws the consent for reminders and is answered once', async () => {
    const sent = async () =>
      (await callCore(page, 'messages.forPatient', { patientId: patient.id, limit: 50 })).filter(
        (message) => message.direction === 'out' && message.purpose === 'answer'
      ).length
    expect(await sent()).toBe(0)
    await patientCard(page, name).getByRole('button', { name: 'øv: svar' }).click()
    await page.getByLabel('Pasienten svarer (øving)').fill('Stopp')
    await page.keyboard.press('Enter')
    await expect(card.getByText('stoppet påminnelser').first()).toBeVisible()
    await expect(card.getByText('påminnelse trukket').first()).toBeVisible()
    await expect.poll(sent).toBe(1)
  })
})

/** A grown patient who can be texted at a mobile of her own. */
async function somebodyWithMobile(page: Page): Promise<Patient> {
  const { hits } = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 100 })
  for (const hit of hits.filter(({ isProtected, age }) => !isProtected && (age ?? 0) > 20)) {
    const patient = await callCore(page, 'patients.open', { id: hit.id, reason: null })
    const { mobile, isReserved, alerts } = patient
    if (mobile && mobile.sharedWith === 0 && !isReserved && alerts.length === 0) return patient
  }
  throw new Error('The demo clinic has nobody to text.')
}

async function unreadCount(page: Page): Promise<number> {
  const link = page.getByRole('link', { name: /^Meldinger/ })
  return Number(/\d+/.exec(await link.innerText())?.[0] ?? 0)
}

test.describe('with a modem on a serial port', () => {
  let folder: string
  let simulator: ModemSimulator | null
  let silent: Pty | null
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skranke-modem-'))
    simulator = null
    silent = null
  })
  test.afterEach(async () => {
    await simulator?.close()
    await silent?.unplug()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the status bar says what is wrong and what to do, and comes back by itself', async ({ launch }) => {
    const other = join(folder, 'other')
    const modem = join(folder, 'modem')
    // Whatever is on the port, it answers nothing a modem would.
    silent = await Pty.open(other, () => silent?.write(Buffer.from('\x00\xff?')))
    simulator = await ModemSimulator.start({ link: modem, model: { pin: '1234' } })
    const { page } = await launch()
    await makeTrainingClinic(page)
    await expect(modemButton(page)).toContainText('ikke valgt')

    await test.step('a port that is no modem', async () => {
      await page.getByRole('link', { name: 'Oppsett' }).click()
      await page.getByRole('link', { name: 'Modem' }).click()
      await choosePort(page, other)
      await expect(modemButton(page)).toContainText('porten er ikke et modem', { timeout: 30_000 })
      await modemButton(page).click()
      await expect(modemPanel(page)).toContainText('Velg en annen port under Oppsett')
      await page.keyboard.press('Escape')
    })

    await test.step('a SIM card that asks for its PIN', async () => {
      await choosePort(page, modem)
      await expect(modemButton(page)).toContainText('SIM-kortet spør etter PIN', { timeout: 30_000 })
      await modemButton(page).click()
      await expect(modemPanel(page)).toContainText('Etter tre feil sperres kortet')
      await enterPin(page, '1111')
      await expect(modemPanel(page)).toContainText('PIN-koden var feil. Etter tre feil sperres SIM-kortet.')
      await enterPin(page, '1234')
      await expect(modemPanel(page)).toContainText('Modemet er klart')
      await page.keyboard.press('Escape')
    })

    await test.step('pulled out, and put in again', async () => {
      await simulator?.unplug()
      await expect(modemButton(page)).toContainText('finnes ikke')
      await modemButton(page).click()
      await expect(modemPanel(page)).toContainText('Se at modemet står i USB-porten og lyser')
      await simulator?.replug()
      await expect(modemPanel(page)).toContainText('Modemet er klart', { timeout: 20_000 })
    })
  })
})

async function choosePort(page: Page, path: string): Promise<void> {
  await page.getByLabel('En annen port').check()
  await page.getByLabel('Portens navn').fill(path)
  await page.getByRole('button', { name: 'Lagre' }).click()
  await page.getByRole('button', { name: 'Bruk det ekte modemet' }).click()
}

async function enterPin(page: Page, pin: string): Promise<void> {
  await modemPanel(page).getByLabel('PIN-kode').fill(pin)
  await page.keyboard.press('Enter')
}

test('a manager words the messages, and sees what the patient will read', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  await page.getByRole('button', { name: /^Brukermeny/ }).click()
  await page.getByRole('button', { name: 'Bytt bruker', exact: true }).click()
  await signIn(page, MANAGER)
  await page.getByRole('link', { name: 'Oppsett' }).click()
  await page.getByRole('link', { name: 'Meldingstekster' }).click()
  const body = page.getByLabel('Tekst', { exact: true })
  const preview = page.getByRole('region', { name: 'Slik leser pasienten den' })
  const save = page.getByRole('button', { name: 'Lagre' })

  await test.step('a field that is not there is told while she types, and cannot be saved', async () => {
    const before = await body.inputValue()
    await body.fill(`${before} {navn}`)
    await expect(preview.getByRole('alert')).toContainText('{navn}')
    await expect(save).toBeDisabled()
    await body.fill(before)
    await expect(preview.getByRole('alert')).toHaveCount(0)
  })

  const texts = { 'Norsk bokmål': 'Velkommen!', English: 'Welcome!' }
  for (const [language, ending] of Object.entries(texts)) {
    await test.step(`in ${language}`, async () => {
      await page.getByLabel('Språk', { exact: true }).selectOption({ label: language })
      await body.fill(`${await body.inputValue()} ${ending}`)
      await expect(preview).toContainText(ending)
      await expect(preview).toContainText(/\d SMS-del/)
      await expect(preview).not.toContainText('{')
      await save.click()
      await expect(save).toBeDisabled()
    })
  }

  await test.step('both are kept', async () => {
    await page.getByRole('link', { name: 'Klinikken' }).click()
    await page.getByRole('link', { name: 'Meldingstekster' }).click()
    for (const [language, ending] of Object.entries(texts)) {
      await page.getByLabel('Språk', { exact: true }).selectOption({ label: language })
      await expect(body).toHaveValue(new RegExp(`${ending}$`))
    }
  })
})
