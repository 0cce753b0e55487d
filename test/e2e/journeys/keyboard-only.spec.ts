import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/launch'
import { patientCard, takeRoom, toast, waitingStrip } from '../fixtures/steps'

const PATIENT = 'Kråke Tåke'
const LISTED = 'Tåke, Kråke'

/** Presses keys and counts them; what is typed as a name is not counted. */
function keyboardOf(page: Page): { press(...keys: string[]): Promise<void>; count(): number } {
  let pressed = 0
  return {
    async press(...keys) {
      for (const key of keys) {
        pressed += 1
        await page.keyboard.press(key)
      }
    },
    count: () => pressed
  }
}

test('a day at the desk without the mouse', async ({ launch }) => {
  const { page } = await launch({ data: 'demo' })
  await expect(page.getByTestId('appointment').first()).toBeVisible()
  await register(page)

  await test.step('finds, verifies, books and confirms in at most twelve keys besides the name', async () => {
    const keys = keyboardOf(page)
    await keys.press('Control+k')
    await page.keyboard.type('kråke')
    await keys.press('Enter')
    await expect(patientCard(page, PATIENT)).toBeVisible()
    await keys.press('v')
    await expect(toast(page, 'er bekreftet av pasienten')).toBeVisible()
    await keys.press('b')
    await expect(page.getByRole('button', { name: 'Bestill time' })).toBeFocused()
    await keys.press('Enter')
    await expect(toast(page, `${LISTED} har time`)).toBeVisible()
    expect(keys.count()).toBeLessThanOrEqual(12)
  })

  await test.step('moves it, and back', async () => {
    await expect(patientCard(page, PATIENT).getByRole('button', { name: 'Flytt' })).toBeVisible()
    await page.keyboard.press('m')
    await expect(page.getByTestId('move-bar')).toContainText(`Flytter ${LISTED}`)
    await page.keyboard.press('f')
    await page.keyboard.press('Enter')
    await expect(toast(page, `Flyttet: ${LISTED}`)).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(toast(page, `Angret: ${LISTED} har igjen time`)).toBeVisible()
  })

  await test.step('cancels it, and undoes that', async () => {
    await page.keyboard.press('x')
    await expect(page.getByRole('radio', { name: /Avbestilt av pasienten/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(toast(page, `Avbestilt: ${LISTED}`)).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(toast(page, new RegExp(`Angret: timen .* for ${LISTED} står som før`))).toBeVisible()
    await expect(patientCard(page, PATIENT).getByRole('button', { name: 'Avbestill' })).toBeVisible()
  })

  await test.step('shows the next patient in: arrived, called in, finished', async () => {
    await page.keyboard.press('Control+Shift+P')
    await page.keyboard.type('Gå til Venterom')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Venterom', level: 1 })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    const list = (name: string) => page.getByRole('main').getByRole('region', { name })
    for (let at = 0; at < 3 && !(await isIn(page, 'Ventes')); at += 1) await page.keyboard.press('ArrowLeft')
    const focused = list('Ventes').locator('button:focus')
    await expect(focused).toBeVisible()
    const name = (await focused.locator('b').textContent()) ?? ''
    await page.keyboard.press('a')
    await expect(toast(page, `${name} er ankommet`)).toBeVisible()
    await expect(list('Venter')).toContainText(name)
    await expect(list('Venter').locator('button:focus')).toContainText(name)
    await page.keyboard.press('c')
    await takeRoom(page)
    await expect(toast(page, `${name} er kalt inn`)).toBeVisible()
    await expect(list('Inne hos lege')).toContainText(name)
    await expect(waitingStrip(page)).not.toContainText(name)
    await page.keyboard.press('d')
    await expect(toast(page, `${name} er ferdig`)).toBeVisible()
    await expect(list('Ferdige')).toContainText(name)
  })
})

async function register(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(PATIENT)
  await page.keyboard.press('Control+n')
  const form = page.getByRole('region', { name: 'Ny pasient' })
  await expect(form.getByLabel('Fødselsnummer')).toBeFocused()
  const mobile = form.getByLabel('Mobilnummer')
  while (!(await mobile.evaluate((element) => element === document.activeElement)))
    await page.keyboard.press('Tab')
  await page.keyboard.type('998 87 766')
  await page.keyboard.press('Control+Enter')
  await expect(toast(page, `${PATIENT} er registrert`)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(patientCard(page, PATIENT)).toHaveCount(0)
}

async function isIn(page: Page, list: string): Promise<boolean> {
  return (
    (await page.getByRole('main').getByRole('region', { name: list }).locator('button:focus').count()) > 0
  )
}
