import { expect, test, type Page } from '@playwright/test'
import { DEMO_NUMBER, fillDemo } from '../../portal-simulator/demo'
import { DEMO_CODE, pretendClinic } from '../../portal-simulator/demo-desk'
import { startPortal } from '../../portal-simulator/start-portal'
import { expectForeignPageAccessible } from '../fixtures/axe'
import { openOtherPc } from '../fixtures/other-pc'

test('a patient signs in with a code on a telephone, books, writes to the desk and sees the child', async () => {
  const portal = await startPortal({ tls: true })
  const { patientId } = fillDemo(portal)
  pretendClinic(portal)
  const browser = await openOtherPc()
  const context = await browser.newContext({
    locale: 'nb-NO',
    viewport: { width: 320, height: 640 },
    reducedMotion: 'reduce'
  })
  const page = await context.newPage()
  const heading = (name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  await page.goto(portal.pagesUrl)
  await heading('Velkommen til Eksempel legesenter')
  await looksRight(page, 'welcome')

  await page.getByRole('link', { name: 'Bli bruker' }).click()
  await looksRight(page, 'signing up')

  await page.goto(`${portal.pagesUrl}/login`)
  await page.getByLabel('Fødselsnummer').fill('123')
  await page.getByRole('button', { name: 'Send meg en engangskode' }).click()
  await expect(page.getByLabel('Fødselsnummer')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Fødselsnummer').fill(DEMO_NUMBER)
  await page.getByRole('button', { name: 'Send meg en engangskode' }).click()
  await expect(page.getByRole('status')).toHaveText('Koden er levert på mobilen din.')
  await looksRight(page, 'the code')
  await page.getByLabel('Engangskode').fill(DEMO_CODE)
  await page.getByRole('button', { name: 'Bekreft koden' }).click()
  await heading('Oversikt')
  await looksRight(page, 'overview')

  await page.getByRole('navigation', { name: 'Meny' }).getByRole('link', { name: 'Bestill time' }).click()
  await looksRight(page, 'free times')
  await page
    .getByRole('link', { name: /Anne Lunde$/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Bestill timen' }).click()
  await expect(page.getByRole('status')).toContainText('Timen er bestilt.')
  await expect(page.getByText('Ikke bekreftet av legesenteret ennå').first()).toBeVisible()
  await looksRight(page, 'appointments')
  expect(portal.store.having('Appointment', `patient=Patient/${patientId}`)).toHaveLength(3)

  await page
    .getByRole('link', { name: /^Endre eller avbestill/ })
    .first()
    .click()
  await looksRight(page, 'one appointment')
  for (const name of ['Mine opplysninger', 'Samtykker', 'Meldinger']) {
    await page.getByRole('navigation', { name: 'Meny' }).getByRole('link', { name }).click()
    await heading(name)
    await looksRight(page, name)
  }
  await page.getByLabel('Meldingen').fill('Kan jeg komme litt senere?')
  await page.getByRole('button', { name: 'Send meldingen' }).click()
  await expect(page.getByText('Kan jeg komme litt senere?')).toBeVisible()

  await page.getByRole('button', { name: 'Vis Nora Sørlie' }).click()
  await expect(page.getByRole('region', { name: 'Du ser opplysningene til' })).toContainText('Nora Sørlie')
  await browser.close()
  await portal.close()
})

/** For everybody, and without scrolling sideways on the smallest telephone. */
async function looksRight(page: Page, name: string): Promise<void> {
  await expectForeignPageAccessible(page, name)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect.soft(width, name).toBeLessThanOrEqual(320)
}
