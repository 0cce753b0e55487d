import type { Page } from '@playwright/test'
import { addClinician, register } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { addUser, makeTrainingClinic } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'
import { findPatient, patientCard } from '../fixtures/steps'

const WEDNESDAY = '2026-12-02T09:00:00Z'
const RIGHT = '+4797900123'
const WRONG = '+4797900124'
const QUESTION =
  'Vi vil være sikre på at vi når deg. Er dette fortsatt mobilnummeret ditt? Svar STEMMER, eller FEIL hvis det ikke er ditt.'

const mainLink = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name })
const figure = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^\\d+ ${name}$`) })

test('patients are asked by SMS whether the mobile is theirs: one confirms it, another has someone else’s', async ({
  serialClinic
}) => {
  const { port, startAt, received, simulator } = await serialClinic()
  const { page } = await startAt(WEDNESDAY)
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  await addUser(page, 'Randi Berg', 'receptionist')
  await addClinician(page, 'Anne Lunde')
  await register(page, 'Fjellvik', RIGHT)
  await register(page, 'Fjellbekk', WRONG)

  await test.step('chosen, and looked at before anything is sent', async () => {
    await mainLink(page, 'Pasienter').click()
    await page.getByRole('link', { name: 'Bekreft kontaktopplysninger' }).click()
    await page.getByLabel('Måneder siden sist bekreftet').fill('0')
    await page.getByRole('button', { name: /^Forhåndsvis/ }).click()
    await expect(page.getByText('2 pasienter spørres med 2 SMS')).toBeVisible()
    await expectAccessible(page, 'campaign preview', 'main')
    expect(received(RIGHT)).toEqual([])
  })

  await test.step('started, it asks both', async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    for (const number of [RIGHT, WRONG]) await expect.poll(() => received(number).join()).toContain(QUESTION)
    await expect(figure(page, 'Sendt')).toContainText('2')
  })

  await test.step('one answers STEMMER, and the card says so', async () => {
    simulator.model.receive(RIGHT, 'Stemmer')
    await expect(figure(page, 'Bekreftet')).toContainText('1')
    await expect(await findPatient(page, 'Fjellvik', 'Test Fjellvik')).toContainText('bekreftet i dag')
  })

  await test.step('another answers FEIL: nothing goes there any more, and the desk has a task', async () => {
    await mainLink(page, 'Pasienter').click()
    await page.getByRole('link', { name: 'Bekreft kontaktopplysninger' }).click()
    simulator.model.receive(WRONG, 'Feil')
    await expect(figure(page, 'Ikke pasientens')).toContainText('1')
    await figure(page, 'Ikke pasientens').click()
    await page.getByRole('button', { name: /^Åpne kortet til .*Fjellbekk/ }).click()
    await expect(patientCard(page, 'Test Fjellbekk')).toContainText('Svarte at nummeret ikke er pasientens')
    await expectAccessible(page, 'campaign figures', 'main')
    await mainLink(page, /^Oppgaver/).click()
    await expect(page.getByRole('main')).toContainText('Feil mobil')
  })

  await test.step('asked by SMS whether she may be called in, she answers SAMTYKKER, and the desk sees whose word it is', async () => {
    await findPatient(page, 'Fjellvik', 'Test Fjellvik')
    await page.keyboard.press('k')
    const panel = page.getByRole('region', { name: 'Samtykke – Test Fjellvik' })
    await panel.getByRole('button', { name: /^Innkalling til kontroll, SMS/ }).focus()
    await page.keyboard.press('s')
    await expect.poll(() => received(RIGHT).join('')).toContain('Svar SAMTYKKER hvis vi kan gjøre det på SMS')
    await expect(panel.getByText(/om «Innkalling til kontroll»\. Ikke svart ennå\.$/)).toBeVisible()
    await expectAccessible(page, 'consent asked by SMS', 'aside')
    simulator.model.receive(RIGHT, 'Samtykker')
    await expect(panel.getByRole('listitem').first()).toContainText('Innkalling til kontroll (SMS) – gitt')
    await expect(panel.getByRole('listitem').first()).toContainText('svar på SMS')
    await panel.getByRole('button', { name: /^Lukk/ }).first().click()
  })

  await test.step('somebody from abroad is registered by passport, and found by its number', async () => {
    await mainLink(page, 'Pasienter').click()
    await page.getByRole('link', { name: 'Ufullstendige' }).click()
    await page.getByRole('button', { name: 'Registrer utenlandsk pasient' }).click()
    const form = page.getByRole('region', { name: 'Utenlandsk pasient' })
    await form.getByLabel('Etternavn').fill('Lindqvist')
    await form.getByLabel('Fornavn').fill('Elsa')
    await form.getByLabel('Utstedt i').selectOption({ label: 'Sverige' })
    await form.getByLabel('Nummer', { exact: true }).fill('AA1234567')
    await form.getByLabel('Gjelder til', { exact: true }).fill('01.06.2030')
    await form.getByLabel('Postnummer, sted og land').fill('111 22 Stockholm, Sverige')
    await form.getByLabel('Mobilnummer').fill('+46 70 123 45 67')
    await expectAccessible(page, 'foreign patient', 'aside')
    await form.getByRole('button', { name: 'Registrer' }).click()
    await expect(patientCard(page, 'Elsa Lindqvist')).toBeVisible()
    await findPatient(page, 'AA1234567', 'Elsa Lindqvist')
  })
})
