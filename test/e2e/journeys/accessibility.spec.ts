import type { Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { expect, test } from '../fixtures/launch'
import { patientCard, searchField, signIn, switchTo, typePassword } from '../fixtures/steps'

const PASSWORD = 'blå hest i regn'

const side = (page: Page) => page.getByRole('complementary', { name: 'Pasient' })
const panel = (page: Page, name: string | RegExp) => side(page).getByRole('region', { name })

test('the first start, a recovery key and signing in are accessible', async ({ launch }) => {
  const { page } = await launch()
  const next = page.getByRole('button', { name: 'Videre' })
  await page.getByRole('button', { name: 'Norsk bokmål' }).click()
  await expectAccessible(page, 'welcome')

  await page.getByRole('button', { name: 'Sett opp klinikken' }).click()
  await page.getByLabel('Klinikkens navn').fill('Eksempel legesenter')
  await page.getByLabel('Telefon').fill('22 00 00 00')
  await expectAccessible(page, 'clinic')

  await next.click()
  await page.getByLabel('Navnet ditt').fill('Marit Bakke')
  await page.getByLabel('Passord', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Passordet en gang til').fill('noe annet enn det')
  await expectAccessible(page, 'administrator')

  await page.getByLabel('Passordet en gang til').fill(PASSWORD)
  await next.click()
  await confirmRecoveryKey(page)
  await next.click()
  await page.getByRole('radio', { name: /En annen port/ }).check()
  await expectAccessible(page, 'modem')

  await page.getByRole('radio', { name: /Senere/ }).check()
  await page.getByRole('button', { name: 'Ta i bruk Skranke' }).click()
  await expect(page.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()
  await expectAccessible(page, 'a day without clinicians')

  await page.keyboard.press('Control+l')
  await page.getByLabel('Passord').fill('feil passord')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Passord')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page, 'locked')
  await typePassword(page, PASSWORD)
})

/** Shown once; nobody goes on before one group is typed back. */
async function confirmRecoveryKey(page: Page): Promise<void> {
  const items = page.getByRole('list', { name: 'Gjenopprettingsnøkkel' }).getByRole('listitem')
  await expect(items.first()).toBeVisible()
  const groups = await items.allTextContents()
  const typed = page.getByLabel(/^Skriv gruppe \d+$/)
  const next = page.getByRole('button', { name: 'Videre' })
  const label = await page.getByText(/^Skriv gruppe \d+$/).textContent()
  const group = groups[Number(/\d+/.exec(label ?? '')?.[0]) - 1]?.trim().split(/\s+/).at(-1) ?? ''
  await typed.fill('0'.repeat(group.length))
  await expect(typed).toHaveAttribute('aria-invalid', 'true')
  await expect(next).toBeDisabled()
  await expectAccessible(page, 'recovery key')
  await typed.fill(group.toLowerCase())
  await expect(next).toBeEnabled()
}

test('every page of the desk is accessible', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page } = await launch({ data: 'demo' })
  await page.getByRole('button', { name: /^Brukermeny/ }).click()
  await expectAccessible(page, 'user menu', 'header')
  await page.getByRole('button', { name: 'Bytt bruker' }).click()
  await expect(page.getByRole('button', { name: 'Marit Bakke' })).toBeVisible()
  await expectAccessible(page, 'sign-in')
  await signIn(page, 'Marit Bakke')

  await test.step('Today and the side panel', async () => {
    await page.getByRole('link', { name: 'I dag' }).click()
    await expect(page.getByTestId('appointment').first()).toBeVisible()
    await expectAccessible(page, 'today')
    const name = await openSomebodyExpected(page)
    await expect(patientCard(page, name)).toBeVisible()
    await expectAccessible(page, 'patient card', 'aside')
    await page.keyboard.press('b')
    await expect(panel(page, 'Ny time').getByRole('button', { name: 'Bestill time' })).toBeEnabled()
    await expectAccessible(page, 'booking', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('x')
    await expect(panel(page, 'Avbestill time')).toBeVisible()
    await expectAccessible(page, 'cancel', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await expect(side(page).getByRole('heading', { name: 'Historikk' })).toBeVisible()
    await expectAccessible(page, 'note and history', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await expect(panel(page, 'Samtykke')).toBeVisible()
    await expectAccessible(page, 'consent', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    await expect(panel(page, /^Familien til/)).toBeVisible()
    await expectAccessible(page, 'family', 'aside')
    await side(page).getByRole('button', { name: 'Lukk' }).last().click()
    await page.keyboard.press('Shift+V')
    await side(page).getByRole('button', { name: 'Send kode' }).click()
    await expect(side(page).getByLabel('Kode fra pasienten')).toBeVisible()
    await expectAccessible(page, 'verify', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('s')
    await expect(side(page).getByRole('button', { name: /^Send/ })).toBeVisible()
    await expectAccessible(page, 'composer', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'access log', 'dialog')
    await page.keyboard.press('Escape')
  })

  await test.step('search, registering, commands', async () => {
    await searchField(page).fill('han')
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, 'search', 'header')
    await page.keyboard.press('Control+n')
    const number = panel(page, 'Ny pasient').getByLabel('Fødselsnummer')
    await number.fill('17858710237')
    await expect(number).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page, 'register', 'aside')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Shift+P')
    await expectAccessible(page, 'commands', 'dialog')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Hurtigtaster' })).toBeVisible()
    await expectAccessible(page, 'keys', 'dialog')
    await page.keyboard.press('Escape')
  })

  await test.step('the other pages', async () => {
    const rail = page.getByRole('navigation', { name: 'Hovedsider' })
    await rail.getByRole('link', { name: /^Venterom/ }).click()
    await expect(page.getByRole('heading', { name: 'Venterom', level: 1 })).toBeVisible()
    await expectAccessible(page, 'waiting room')
    await rail.getByRole('link', { name: /^Pasienter/ }).click()
    await expect(page.getByRole('heading', { name: 'Pasienter', level: 1 })).toBeVisible()
    await expectAccessible(page, 'patients')
    await page.evaluate(() => (location.hash = '#/duplicates?one=1&other=2'))
    await expect(page.getByRole('region', { name: 'Sammenligning' })).toBeVisible()
    await expectAccessible(page, 'duplicates')
    await page.evaluate(() => (location.hash = '#/portal'))
    await expect(page.getByRole('heading', { name: 'Pasientportal', level: 1 })).toBeVisible()
    await expectAccessible(page, 'portal')
    await rail.getByRole('link', { name: /^Meldinger/ }).click()
    await expect(page.getByRole('heading', { name: 'Meldinger', level: 1 })).toBeVisible()
    await expectAccessible(page, 'inbox')
    await page.getByText('Utboks', { exact: true }).click()
    await expectAccessible(page, 'outbox')
    for (const name of ['Modem', 'kø', 'Sikkerhetskopi']) {
      await page.getByRole('contentinfo', { name: 'Status' }).getByRole('button', { name }).click()
      await expectAccessible(page, `status: ${name}`, 'footer')
      await page.keyboard.press('Escape')
    }
  })
})

test('the import and every section of the settings are accessible', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page } = await launch({ data: 'demo' })
  await switchTo(page, 'Marit Bakke')

  await test.step('import', async () => {
    await page.getByRole('link', { name: /^Pasienter/ }).click()
    await page.getByRole('link', { name: 'Importer liste' }).click()
    await expect(page.getByRole('heading', { name: 'Importer pasientliste' })).toBeVisible()
    await expectAccessible(page, 'import: choose')
    await page.locator('input[type="file"]').setInputFiles({
      name: 'pasienter.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Fødselsnummer;Navn\n17858710227;Nordmann, Kari\n17858710237;Tåke, Kråke\n')
    })
    const run = page.getByRole('button', { name: /^Importer \d/ })
    await expect(run).toBeEnabled()
    await expectAccessible(page, 'import: preview')
    await run.click()
    await expect(page.getByRole('radio', { name: /^Avvist/ })).toBeVisible()
    await expectAccessible(page, 'import: result')
  })

  await test.step('settings', async () => {
    await page.getByRole('link', { name: 'Oppsett' }).click()
    const sections = page.getByRole('navigation', { name: 'Oppsett' }).getByRole('link')
    await expect(sections).toHaveCount(20)
    for (const section of await sections.all()) {
      const name = (await section.textContent())?.trim() ?? ''
      await section.click()
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
      await expectAccessible(page, `settings: ${name}`, 'main')
    }
  })

  await test.step('forms of the settings', async () => {
    for (const [section, add] of [
      ['Brukere', 'Ny bruker'],
      ['Behandlere og arbeidstid', 'Ny behandler'],
      ['Timetyper', 'Ny timetype']
    ] as const) {
      await page.getByRole('link', { name: section }).click()
      await page.getByRole('button', { name: add }).click()
      await expect(page.getByRole('dialog', { name: add })).toBeVisible()
      await expectAccessible(page, `settings: ${add}`, 'dialog')
      await page.keyboard.press('Escape')
    }
  })
})

/** Opens the card of somebody who has not arrived yet. @returns the name, given name first */
async function openSomebodyExpected(page: Page): Promise<string> {
  const block = page.getByRole('button', { name: /^1[1-4]\.\d\d \S+, \S+/ }).first()
  const label = (await block.textContent()) ?? ''
  await block.click()
  const [, family = '', given = ''] = /^\d\d\.\d\d ([^,]+), ([^,]+),/.exec(label) ?? []
  return `${given} ${family}`
}
