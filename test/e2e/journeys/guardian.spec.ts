import type { Page } from '@playwright/test'
import { callCore } from '../fixtures/bridge'
import { makeTrainingClinic } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, patientCard, toast } from '../fixtures/steps'

const side = (page: Page) => page.getByRole('complementary', { name: 'Pasient' })

const MOTHER = {
  familyName: 'Nordmann',
  givenName: 'Kari',
  birthDate: '1987-05-17',
  sex: 'female',
  language: null,
  nationalNumber: null,
  nationalNumberType: null,
  acceptsNumberWarning: false,
  addressProtection: 'none',
  address: null,
  mobile: '412 34 567',
  email: null,
  gpClinicianId: null,
  gpExternalName: null,
  note: ''
} as const

test('a child gets its guardians in the form, and one key from the card', async ({ launch }) => {
  const { page } = await launch()
  await makeTrainingClinic(page)
  const mother = await callCore(page, 'patients.create', MOTHER)
  const father = { ...MOTHER, givenName: 'Ola', sex: 'male', mobile: '412 34 568' } as const
  await callCore(page, 'patients.create', father)

  await test.step('registered together with the mother, by keyboard', async () => {
    await page.keyboard.press('Control+n')
    const form = side(page).getByRole('region', { name: 'Ny pasient' })
    await form.getByLabel('Fornavn').fill('Emma')
    await form.getByLabel('Etternavn').fill('Nordmann')
    await form.getByLabel('Fødselsdato').fill('10.01.2019')
    await form.getByRole('button', { name: 'Legg til foresatt' }).click()
    await form.getByLabel('Finn den foresatte').fill('nordmann')
    await expect(form.getByRole('button', { name: /Nordmann, Kari/ }).last()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(form.getByRole('button', { name: /Nordmann, Kari/ }).last()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(form.getByLabel('Finn den foresatte')).toHaveValue('Kari Nordmann')
    await page.keyboard.press('Enter')
    const chosen = form.getByRole('region', { name: 'Foresatte' }).getByRole('listitem')
    await expect(chosen).toHaveText(/Kari Nordmann\s*Foresatt · får meldingene/)
    await page.keyboard.press('Control+Enter')
    const card = patientCard(page, 'Emma Nordmann')
    await expect(card.getByRole('button', { name: 'Kari Nordmann (' })).toBeVisible()
  })

  await test.step('an SMS about the child goes to the mother, and says so before it is written', async () => {
    await page.keyboard.press('s')
    const form = side(page).getByRole('region', { name: 'Ny SMS' })
    await expect(form).toContainText('Til Kari Nordmann, for Emma Nordmann')
    await form.getByRole('textbox', { name: /^Tekst/ }).fill('Ring oss når det passer.')
    await page.keyboard.press('Control+Enter')
    await expect(toast(page, 'er på vei')).toBeVisible()
    const { messages } = await callCore(page, 'messages.outbox', { filter: 'all', cursor: null, limit: 5 })
    expect(messages).toMatchObject([{ patientName: 'Emma Nordmann', recipient: MOTHER.mobile }])
  })

  await test.step('the father is added from the card, and taken away again', async () => {
    const card = patientCard(page, 'Emma Nordmann')
    await page.keyboard.press('p')
    const panel = side(page).getByRole('region', { name: 'Familien til Emma Nordmann' })
    await panel.getByRole('button', { name: 'Legg til foresatt' }).click()
    await panel.getByLabel('Finn den foresatte').fill('ola nordmann')
    await panel.getByRole('button', { name: /Nordmann, Ola/ }).click()
    await panel.getByRole('checkbox', { name: 'Får barnets meldinger på sin mobil' }).check()
    await panel.getByRole('button', { name: 'Legg til foresatt' }).click()
    await expect(panel.getByRole('listitem')).toHaveCount(2)
    await toast(page, 'Ola Nordmann er lagt til').getByRole('button', { name: 'Angre' }).click()
    await expect(panel.getByRole('listitem')).toHaveCount(1)
    await expect(panel.getByRole('listitem')).toHaveText(/Kari Nordmann.*får meldingene/)
    await page.keyboard.press('Escape')
    await expect(card.getByRole('button', { name: 'Kari Nordmann (' })).toBeVisible()
  })

  await test.step('and however often the open card was read again, it was looked at once', async () => {
    const [emma] = (await callCore(page, 'patients.search', { text: 'emma nordmann', limit: 1 })).hits
    if (!emma) throw new Error('Emma is registered.')
    const looks = async () => {
      const { entries } = await callCore(page, 'audit.forPatient', { patientId: emma.id, cursor: null })
      return entries.filter(({ action }) => action === 'patient.opened').length
    }
    expect(await looks()).toBe(1)
    await findPatient(page, 'kari nordmann', 'Kari Nordmann')
    await findPatient(page, 'emma nordmann', 'Emma Nordmann')
    expect(await looks()).toBe(2)
    const { children } = await callCore(page, 'patients.open', { id: mother.id, reason: null })
    expect(children).toMatchObject([{ name: 'Emma Nordmann', carriesMessages: true }])
  })
})
