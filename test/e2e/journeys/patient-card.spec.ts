import type { Locator, Page } from '@playwright/test'
import { addFullestPatient } from '../fixtures/fullest-patient'
import { expectAccessible } from '../fixtures/axe'
import { expect, test } from '../fixtures/launch'
import { makeSmall } from '../fixtures/pages'
import { findPatient, toast, waitingStrip } from '../fixtures/steps'

const side = (page: Page): Locator => page.getByRole('complementary', { name: 'Pasient' })
const panel = (page: Page, name: string | RegExp): Locator => side(page).getByRole('region', { name })

test('the fullest patient is seen at one look, and every part is one key away', async ({ launch }) => {
  const desk = await launch({ data: 'demo' })
  const { page } = desk
  await makeSmall(desk)
  const patient = await addFullestPatient(page)
  const name = `${patient.givenName} ${patient.familyName}`
  const card = await findPatient(page, patient.familyName, name)
  const list = (label: string) => card.getByRole('region', { name: label })

  await test.step('nothing of the card lies below its edge', async () => {
    await expect(list('Timer').getByRole('listitem').first()).toBeVisible()
    await expect(list('Meldinger').getByRole('listitem').first()).toBeVisible()
    await expect(list('Oppgaver').getByRole('listitem').first()).toBeVisible()
    await expect(list('Oppgaver').getByRole('button', { name: 'Oppgaver: alle 3' })).toBeVisible()
    await expect.poll(async () => await overflowOf(card)).toBe(0)
    const strip = await waitingStrip(page).boundingBox()
    const last = await list('Oppgaver').boundingBox()
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(strip?.y ?? 0)
  })

  await test.step('it says who he is, what to mind, what is agreed and what comes', async () => {
    await expect(card).toContainText('178587 10235')
    await expect(card).toContainText('tidligere nummer 578587 30165')
    await expect(card.getByRole('list', { name: 'Verdt å merke seg' })).toContainText('2 ikke møtt')
    await expect(card).toContainText('Wilhelmsen ved Storgata legesenter')
    await expect(card).toContainText('Oda (1')
    await expectAccessible(page, 'the fullest patient', 'aside')
  })

  await test.step('each list is reached by its key, and the arrow keys go on from there', async () => {
    for (const [keys, label] of [
      ['Shift+T', 'Timer'],
      ['Shift+S', 'Meldinger'],
      ['Shift+O', 'Oppgaver']
    ] as const) {
      await page.keyboard.press(keys)
      const rows = list(label).locator('li > button')
      await expect(rows.first()).toBeFocused()
      await page.keyboard.press('ArrowDown')
      await expect(rows.nth(1)).toBeFocused()
    }
    await page.keyboard.press('!')
    await expect(card.getByRole('button', { name: 'Nummer gyldig fra 2032' })).toBeFocused()
  })

  await test.step('and so is every other part', async () => {
    for (const [keys, opened] of [
      ['e', panel(page, /^Rediger/)],
      ['Shift+G', panel(page, /^Rediger/).getByLabel('Fastlege')],
      ['k', panel(page, 'Samtykke')],
      ['p', panel(page, /^Familien til/)],
      ['l', side(page).getByRole('heading', { name: 'Innloggingshjelp' })]
    ] as const) {
      await page.keyboard.press(keys)
      await expect(opened).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(card).toBeVisible()
    }
    await page.keyboard.press('v')
    await expect(toast(page, '412 34 567 er bekreftet')).toBeVisible()
    await page.keyboard.press('Shift+E')
    await expect(toast(page, 'example.test er bekreftet')).toBeVisible()
  })
})

/** Pixels of the card that must be scrolled to. */
async function overflowOf(card: Locator): Promise<number> {
  return await card.evaluate((element) => {
    const room = element.parentElement
    return room ? room.scrollHeight - room.clientHeight : Number.NaN
  })
}
