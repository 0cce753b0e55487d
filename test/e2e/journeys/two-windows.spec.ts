import type { Locator, Page } from '@playwright/test'
import { MANAGER } from '../fixtures/clinics'
import { expect, test, type Desk } from '../fixtures/launch'
import { findPatient, switchTo, takeRoom, toast, typePassword, waitingStrip } from '../fixtures/steps'

const side = (page: Page): Locator => page.getByRole('complementary', { name: 'Pasient' })
const board = (page: Page, list: string): Locator =>
  page.getByRole('main').getByRole('region', { name: list })

async function openSecond({ app, page }: Desk): Promise<Page> {
  const opened = app.waitForEvent('window')
  await page.getByRole('button', { name: /^Brukermeny/ }).click()
  await page.getByRole('button', { name: 'Nytt vindu' }).click()
  const second = await opened
  await expect(second.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()
  return second
}

test('what one window does, another shows without a reload', async ({ launch }) => {
  const desk = await launch({ data: 'demo' })
  const first = desk.page
  const second = await openSecond(desk)
  await second.getByRole('link', { name: /^Venterom/ }).click()

  const expected = board(second, 'Ventes').getByRole('listitem')
  const [family = '', given = ''] = await nameIn(expected.first())
  const listed = `${family}, ${given}`
  const row = (list: string): Locator => board(second, list).getByRole('listitem').filter({ hasText: listed })

  await test.step('arrived', async () => {
    const card = await findPatient(first, `${given} ${family}`, `${given} ${family}`)
    await card.getByRole('button', { name: 'Ankommet' }).click()
    await expect(toast(first, `${listed} er ankommet`)).toBeVisible()
    await expect(row('Venter')).toBeVisible()
    await expect(waitingStrip(second)).toContainText(listed)
    await expect(waitingStrip(first)).toContainText(listed)
  })

  await test.step('called in, from the other window', async () => {
    await row('Venter').getByRole('button', { name: 'Kall inn' }).click()
    await takeRoom(second)
    await expect(toast(second, `${listed} er kalt inn`)).toBeVisible()
    await expect(waitingStrip(first)).not.toContainText(listed)
    await expect(side(first).getByRole('button', { name: 'Ferdig', exact: true })).toBeVisible()
  })

  await test.step('undone', async () => {
    await second.keyboard.press('Control+z')
    await expect(toast(second, `Angret: ${listed} er kalt inn`)).toBeVisible()
    await expect(waitingStrip(first)).toContainText(listed)
  })

  await test.step('booked', async () => {
    await second.getByRole('link', { name: 'I dag', exact: true }).click()
    await first.keyboard.press('b')
    const booking = first.getByRole('region', { name: 'Ny time' })
    await booking.getByRole('button', { name: 'Bestill time' }).click()
    const done = toast(first, `${listed} har time`)
    await expect(done).toBeVisible()
    const time = /har time .*?(\d\d\.\d\d)\./.exec((await done.textContent()) ?? '')?.[1] ?? ''
    await second.bringToFront()
    await goTo(second, first)
    await expect(second.getByRole('button', { name: `${time} ${listed}` })).toBeVisible()
  })

  await test.step('changed', async () => {
    await findPatient(second, `${given} ${family}`, `${given} ${family}`)
    await first.keyboard.press('e')
    const form = first.getByRole('region', { name: /^Rediger/ })
    await form.getByLabel('Mobilnummer').fill('99 88 77 66')
    await form.getByRole('button', { name: 'Lagre' }).click()
    await expect(toast(first, `${given} ${family} er lagret`)).toBeVisible()
    await expect(side(second)).toContainText('998 87 766')
  })
})

test('who sits at one window sits at those opened from it, and locks them all at once', async ({
  launch
}) => {
  const desk = await launch({ data: 'demo' })
  await switchTo(desk.page, MANAGER)
  const second = await openSecond(desk)
  await expect(second.getByRole('button', { name: `Brukermeny for ${MANAGER}` })).toBeVisible()
  await second.keyboard.press('Control+l')
  await expect(second.getByLabel('Passord')).toBeVisible()
  await expect(desk.page.getByLabel('Passord')).toBeVisible()
  await typePassword(desk.page)
  await expect(second.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()
})

/** Family and given name of a row of the board. */
async function nameIn(row: Locator): Promise<string[]> {
  const name = await row.locator('b').textContent()
  return (name ?? '').split(', ')
}

/** Brings the calendar of one window to the day that another shows. */
async function goTo(page: Page, other: Page): Promise<void> {
  const title = (window: Page) => window.getByRole('group', { name: /^Kalender for/ })
  const wished = (await title(other).getAttribute('aria-label')) ?? ''
  for (let day = 0; day < 10 && (await title(page).getAttribute('aria-label')) !== wished; day += 1)
    await page.getByRole('button', { name: 'Neste dag' }).click()
  await expect(page.getByRole('group', { name: wished })).toBeVisible()
}
