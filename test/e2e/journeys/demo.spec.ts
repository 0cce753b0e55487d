import type { Page } from '@playwright/test'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { cutTexts, makeSmall, settled, rawKeys, VIEWS } from '../fixtures/pages'
import { signIn, waitingStrip } from '../fixtures/steps'

test('the demo clinic opens from an empty folder, in the middle of its day', async ({ launch }) => {
  const { page } = await launch()
  await page.getByRole('button', { name: 'Norsk bokmål' }).click()
  await page.getByRole('button', { name: 'Åpne demoklinikken' }).click()
  await expect(page.getByRole('progressbar', { name: 'Klinikken gjøres klar …' })).toBeVisible()
  await expect(page).toHaveURL(/#\/today$/, { timeout: 60_000 })

  await test.step('some have been, some wait, some are still to come', async () => {
    for (const clinician of ['Anne Lunde', 'Bjørn Aasen', 'Cecilie Østby'])
      await expect(page.getByRole('button', { name: clinician }).first()).toBeVisible()
    await expect(waitingStrip(page).getByRole('listitem').first()).toBeVisible()
    const day = page.getByRole('group', { name: /^Kalender for / })
    await expect(day.getByRole('button', { name: /, ferdig/ }).first()).toBeVisible()
    await expect(day.getByRole('button', { name: /^1[5-9]\.\d\d / }).first()).toBeAttached()
  })

  await test.step('it has 1,200 people, and its modem sends nothing out of the house', async () => {
    const { total } = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 1 })
    expect(total).toBe(1_200)
    await expect(page.getByRole('contentinfo').getByRole('button', { name: /Modem.*simulert/ })).toBeVisible()
  })
})

test('every page, in five languages, has its words, all of them whole, and says that it is for training', async ({
  launch
}) => {
  test.setTimeout(180_000)
  const desk = await launch({ data: 'demo' })
  const { page } = desk
  await makeSmall(desk)
  await page.getByRole('button', { name: /^Brukermeny/ }).click()
  await page.getByRole('button', { name: 'Bytt bruker', exact: true }).click()
  await signIn(page, MANAGER)
  const somebody = await somebodyKnown(page)

  const badges = {
    nb: 'Øvingsklinikk',
    nn: 'Øvingsklinikk',
    da: 'Øveklinik',
    nl: 'Oefenkliniek',
    en: 'Training clinic'
  }
  const missing: string[] = []
  const cut: string[] = []
  for (const [language, badge] of Object.entries(badges)) {
    await speak(page, language)
    for (const { name, show } of VIEWS) {
      await show(page)
      await settled(page)
      await expect(page.getByText(badge).first(), `${language} ${name}`).toBeVisible()
      const note = (text: string) => `${language} ${name}: ${text}`
      missing.push(...(await rawKeys(page)).map(note))
      cut.push(...(await cutTexts(page)).map(note))
    }
    await openCard(page, somebody)
    cut.push(...(await cutTexts(page)).map((text) => `${language} card: ${text}`))
    missing.push(...(await rawKeys(page)).map((text) => `${language} card: ${text}`))
  }
  expect({ missing, cut }).toEqual({ missing: [], cut: [] })
})

/** Chooses the language in the menu of the person who is signed in. */
async function speak(page: Page, language: string): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('banner').getByRole('button', { name: MANAGER }).click()
  await page.getByRole('dialog').getByRole('combobox').first().selectOption(language)
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

async function somebodyKnown(page: Page): Promise<string> {
  const { hits } = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 20 })
  const hit = hits.find(({ isProtected }) => !isProtected)
  return `${hit?.givenName} ${hit?.familyName}`
}

async function openCard(page: Page, name: string): Promise<void> {
  await page.evaluate(() => void (location.hash = '/today'))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type(name)
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: new RegExp(name) })).toBeVisible()
}
