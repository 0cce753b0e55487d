import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { patientDraft } from '../../builders/patient'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { patientCard, searchField, toast } from '../fixtures/steps'

const NAME = 'Kari Nordmann'
const GIVEN_UP = '+4790000001'
const MOBILE = '+4741234567'

let folder: string
let port: string
let simulator: ModemSimulator

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skranke-login-'))
  port = join(folder, 'modem')
  // A number that its owner has given up: the network knows it no more (cause 1, unassigned).
  const onSubmit = ({ to }: { to: string }) => (to === GIVEN_UP ? { cms: 1 } : null)
  simulator = await ModemSimulator.start({ link: port, model: { faults: { onSubmit } } })
})
test.afterEach(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true, force: true })
})

const help = (page: Page): Locator => page.getByRole('region', { name: 'Innloggingshjelp' })
const side = (page: Page): Locator => page.getByRole('complementary', { name: 'Pasient' })
const codesSent = (): string[] =>
  simulator.journal.messages.flatMap(({ to, text }) => (to === MOBILE ? (/\d{6}/.exec(text) ?? []) : []))

test('a code that does not arrive is found out, mended and sent again, with the patient on the telephone', async ({
  launch
}) => {
  const { page } = await launch()
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  await registerKari(page)

  await test.step('with nobody selected, help begins with finding who is calling', async () => {
    await page.keyboard.press('l')
    await expect(searchField(page)).toBeFocused()
    await page.keyboard.type('kari nord')
    await page.keyboard.press('Enter')
    await expect(help(page)).toContainText('Opplysningene portalen trenger, er på plass.')
    await page.keyboard.press('Escape')
    await expect(patientCard(page, NAME)).toBeVisible()
  })

  await test.step('the record proves it without a question, and says it in her words', async () => {
    await page.keyboard.press('Shift+V')
    await side(page).getByRole('button', { name: 'Send kode' }).click()
    await expect(side(page).getByRole('alert')).toContainText('Koden kom ikke fram')
    await page.keyboard.press('Escape')
    await expect(patientCard(page, NAME)).toBeVisible()
    await page.keyboard.press('l')
    await expect(help(page).getByRole('heading', { name: 'Nummeret er endret eller sperret' })).toBeVisible()
    await expect(help(page)).toContainText('Nummeret finnes ikke')
    await expect(help(page)).toContainText('Hvilket nummer har du nå?')
    await help(page).getByLabel('Språk å lese på').selectOption('English')
    await expect(help(page)).toContainText('Which number do you have now?')
    await help(page).getByRole('heading', { level: 2 }).click()
    await expectAccessible(page, 'login help, found', 'aside')
  })

  await test.step('the remedy is one key away', async () => {
    await page.keyboard.press('1')
    const mobile = side(page).getByLabel('Mobilnummer')
    await expect(mobile).toBeFocused()
    await mobile.fill('412 34 567')
    await page.keyboard.press('Control+Enter')
    await expect(patientCard(page, NAME)).toContainText('412 34 567')
  })

  await test.step('the code went to the former number; two questions find nothing more, one key sends another', async () => {
    await page.keyboard.press('l')
    const toFormer = help(page).getByRole('heading', { name: 'Koden gikk til det gamle nummeret' })
    await expect(toFormer).toBeVisible()
    await page.keyboard.press('0')
    await expect(help(page).getByRole('region', { name: 'Hva skjer når' })).toBeVisible()
    await expectAccessible(page, 'login help, asking', 'aside')
    // As fast as somebody types who knows the way.
    await page.keyboard.type('35')
    await expect(help(page).getByRole('region', { name: 'Hva kjenner pasienten igjen?' })).toBeVisible()
    await page.keyboard.type('1')
    await expect(help(page).getByRole('heading', { name: 'Fortsatt innlogget et annet sted' })).toBeVisible()
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect(toFormer).toBeVisible()
    await page.keyboard.press('1')
    await expect.poll(codesSent).toHaveLength(1)
    await side(page)
      .getByLabel('Kode fra pasienten')
      .fill(codesSent()[0] ?? '')
    await page.keyboard.press('Enter')
    await expect(toast(page, 'er bekreftet med kode')).toBeVisible()
  })

  await test.step('the page of codes tells both lives, and no code', async () => {
    await patientCard(page, NAME).getByRole('button', { name: 'koder', exact: true }).click()
    const rows = page.getByRole('grid', { name: /^Engangskoder/ }).getByRole('row')
    await expect(rows).toHaveCount(3)
    await expect(rows.nth(1)).toContainText('brukt')
    await expect(rows.nth(1).getByText(/^\d\d\.\d\d\.\d\d$/)).toHaveCount(5)
    await expect(rows.nth(2)).toContainText('ikke sendt')
    await page.getByRole('radio', { name: 'Ikke framme' }).click()
    await expect(rows).toHaveCount(2)
    await expect(rows.nth(1)).toContainText('Nummeret finnes ikke')
    expect(await page.content()).not.toContain(codesSent()[0])
    await expectAccessible(page, 'codes', 'main')
  })

  await test.step('it follows a code that another window sends, without being asked', async () => {
    await page.getByRole('radio', { name: 'Alle' }).click()
    const rows = page.getByRole('grid', { name: /^Engangskoder/ }).getByRole('row')
    await expect(rows).toHaveCount(3)
    const { hits } = await callCore(page, 'patients.search', { text: 'kari nord', limit: 1 })
    for (const { id } of hits) await callCore(page, 'codes.send', { patientId: id })
    await expect(rows.nth(1)).toContainText('levert')
    await expect(rows).toHaveCount(4)
  })

  await test.step('the patient can be told who helped, and with what', async () => {
    await page.keyboard.press('g')
    await expect(page.getByRole('dialog')).toContainText(
      'Ga innloggingshjelp – Nummeret er endret eller sperret'
    )
  })
})

async function registerKari(page: Page): Promise<void> {
  const doctor = { id: null, name: 'Anne Lunde', colour: 'teal', isActive: true } as const
  const gp = await callCore(page, 'clinicians.save', { ...doctor, workingHours: [], defaultRoomId: null })
  await callCore(page, 'patients.create', patientDraft({ gpClinicianId: gp.id, mobile: '900 00 001' }))
}
