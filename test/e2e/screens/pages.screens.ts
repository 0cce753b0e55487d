import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { test, type Desk } from '../fixtures/launch'
import { waitingStrip } from '../fixtures/steps'

const FOLDER = process.env['SKRANKE_SCREENS'] ?? join(ROOT, 'docs', 'screens')
const SIZES = process.env['SKRANKE_SCREENS_LARGE']
  ? [{ width: 1920, height: 1080, suffix: '-1920' }]
  : [{ width: 1366, height: 768, suffix: '' }]

interface Picture {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
}

const rail = (label: RegExp) => async (page: Page) => {
  await page.getByRole('navigation').first().getByRole('link', { name: label }).click()
}

/** Who has waited second longest. */
async function openSomebody(page: Page): Promise<void> {
  await waitingStrip(page).getByRole('button').nth(1).click()
  await page.getByRole('region', { name: /Pasientkort/ }).waitFor()
}

const pictures: readonly Picture[] = [
  { name: 'today', show: async (page) => await openSomebody(page) },
  {
    name: 'booking',
    show: async (page) => {
      await page.keyboard.press('b')
      await page.locator('aside form, form').first().waitFor()
    }
  },
  {
    name: 'search',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.keyboard.type('han')
      await page.getByRole('option').nth(3).waitFor()
    }
  },
  {
    name: 'waiting-room',
    show: async (page) => await page.keyboard.press('Escape').then(() => rail(/Venterom/)(page))
  },
  { name: 'patients', show: rail(/Pasienter/) },
  {
    name: 'register',
    show: async (page) => {
      await page.keyboard.press('Control+n')
      await page.getByRole('region', { name: 'Ny pasient' }).waitFor()
    }
  },
  {
    name: 'messages',
    show: async (page) => await page.keyboard.press('Escape').then(() => rail(/Meldinger/)(page))
  },
  { name: 'settings', show: rail(/Oppsett/) }
]

for (const theme of ['light', 'dark'] as const) {
  test(`the pages, ${theme}`, async ({ launch }) => {
    const desk = await launch({ data: 'demo' })
    await desk.page.emulateMedia({ colorScheme: theme })
    await desk.page.getByText('Anne Lunde').first().waitFor()
    for (const { width, height, suffix } of SIZES) {
      await resize(desk, width, height)
      for (const { name, show } of pictures) {
        await show(desk.page)
        await photograph(desk.page, `${name}-${theme}${suffix}`)
      }
    }
  })

  test(`before there is a clinic, ${theme}`, async ({ launch }) => {
    const { page } = await launch({ data: 'empty' })
    await page.emulateMedia({ colorScheme: theme })
    await page.getByRole('button', { name: 'Norsk bokmål' }).click()
    await photograph(page, `first-start-${theme}`)
  })
}

async function resize({ app }: Desk, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height }
  )
}

async function photograph(page: Page, name: string): Promise<void> {
  // Two frames: what was clicked has been painted.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  )
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)))
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
