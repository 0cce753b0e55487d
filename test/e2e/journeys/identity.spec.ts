import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, patientCard, searchField, toast } from '../fixtures/steps'

const D_NUMBER = '57858730165'
const NATIONAL = '17858710227'

const side = (page: Page) => page.getByRole('complementary', { name: 'Pasient' })

test('a D-number becomes a fødselsnummer, and somebody unknown waits for a name', async ({ launch }) => {
  const { page } = await launch()
  await makeTrainingClinic(page)
  await callCore(page, 'patients.create', {
    familyName: 'Nordmann',
    givenName: 'Kari',
    birthDate: '1987-05-17',
    sex: 'female',
    language: null,
    nationalNumber: D_NUMBER,
    nationalNumberType: null,
    acceptsNumberWarning: false,
    addressProtection: 'none',
    address: null,
    mobile: '412 34 567',
    email: null,
    gpClinicianId: null,
    gpExternalName: null,
    note: ''
  })

  await test.step('what the new number does is said before it is done', async () => {
    await findPatient(page, 'nordmann', 'Kari Nordmann')
    await page.keyboard.press('.')
    await page.getByRole('button', { name: 'Nytt nummer' }).click()
    const form = side(page).getByRole('region', { name: 'Nytt nummer til Kari Nordmann' })
    await form.getByLabel('Det nye nummeret').fill('178587 10227')
    await expect(form.getByRole('region', { name: 'Dette skjer' })).toContainText(
      'D-nummer 578587 30165 avsluttes i dag'
    )
    await page.keyboard.press('Enter')
    await expect(toast(page, 'Kari Nordmann har fått nytt nummer')).toBeVisible()
    await expect(patientCard(page, 'Kari Nordmann')).toContainText('178587 10227')
  })

  await test.step('she is found by either, and the history says why', async () => {
    await searchField(page).fill(D_NUMBER)
    await expect(page.getByRole('option', { name: /Nordmann, Kari/ })).toContainText('tidligere D-nummer')
    await findPatient(page, NATIONAL, 'Kari Nordmann')
    await page.keyboard.press('.')
    await page.getByRole('button', { name: 'Identiteter' }).click()
    const panel = side(page).getByRole('region', { name: 'Identitetene til Kari Nordmann' })
    await expect(panel).toContainText('ble byttet ut med fødselsnummer 178587 10227')
    await expectAccessible(page, 'identifiers')
    await page.keyboard.press('Escape')
  })

  await test.step('her death is recorded, seen in card and search, and taken back as a mistake', async () => {
    await page.keyboard.press('.')
    await page.getByRole('button', { name: 'Registrer dødsfall' }).click()
    const form = side(page).getByRole('region', { name: 'Registrer dødsfall' })
    await expect(form).toContainText('Ingenting sendes til noen om dette')
    await expectAccessible(page, 'a death', 'aside')
    await form.getByLabel('Dødsdato').press('Enter')
    await expect(toast(page, 'Kari Nordmann er registrert som død')).toBeVisible()
    await expect(patientCard(page, 'Kari Nordmann').getByText(/^Død /)).toBeVisible()
    await searchField(page).fill(NATIONAL)
    const found = page.getByRole('option', { name: /Nordmann, Kari/ })
    await expect(found).toContainText('Død')
    await found.click()
    await expect(searchField(page)).toHaveValue('')
    await page.keyboard.press('Control+z')
    await expect(toast(page, 'Kari Nordmann er ikke lenger registrert som død')).toBeVisible()
    await expect(patientCard(page, 'Kari Nordmann').getByText(/^Død /)).toHaveCount(0)
  })

  await test.step('somebody unknown is registered and stands among the incomplete', async () => {
    await page.evaluate(() => (location.hash = '#/incomplete'))
    await page.getByRole('button', { name: 'Registrer ukjent person' }).click()
    const form = side(page).getByRole('region', { name: 'Ukjent person' })
    await form.getByRole('radio', { name: 'Mann' }).click()
    await form.getByLabel('Omtrentlig alder').fill('40')
    await page.keyboard.press('Enter')
    await expect(patientCard(page, 'Ukjent mann ca. 40')).toBeVisible()
    const row = page.getByRole('row', { name: /Ukjent mann ca\. 40/ })
    await expect(row).toContainText('Fødselsdato')
    await expectAccessible(page, 'incomplete records')
  })
})
