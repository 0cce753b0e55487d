import type { Locator, Page } from '@playwright/test'
import { startDemoPortal, type DemoPortal } from '../../portal-simulator/beside/demo-portal'
import { bookFor } from '../fixtures/arrange'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { freeAhead, placesAtDesk, servedPatients } from '../fixtures/patient-pages'
import { switchTo } from '../fixtures/steps'
import { photographAll, setScene, THEMES, type Picture } from './photograph'

/** Nobody's. */
const UNKNOWN_NUMBER = '17858710235'
const PATIENCE = { timeout: 60_000 }

const side = (page: Page): Locator => page.getByRole('complementary', { name: 'Pasient' })
const line = (page: Page): Locator => page.getByRole('contentinfo').getByRole('button', { name: /Portal/ })

async function goTo(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Escape')
  await page.evaluate((route) => void (location.hash = route), path)
}

async function portalPage(page: Page): Promise<void> {
  await goTo(page, '/portal')
  const heading = page.getByRole('heading', { level: 1, name: 'Pasientportal' })
  await heading.waitFor()
  await heading.scrollIntoViewIfNeeded()
}

const refused = (page: Page): Locator =>
  page.getByRole('region', { name: 'Ikke tatt imot av portalen' }).getByRole('article').first()

/** The desk books somebody whom the portal knows, and the portal does not want it. */
async function bookRefused(page: Page, beside: DemoPortal): Promise<void> {
  const [place] = await placesAtDesk(page, freeAhead(beside, 3).slice(-1))
  const [patientId] = servedPatients(beside)
  if (!place || !patientId) throw new Error('there is a free time, and somebody to book it for')
  const fits = ({ method }: { readonly method: string }) => method === 'POST'
  beside.portal.faults.plan({ kind: 'refuse', status: 422 }, { fits })
  await bookFor(page, { patientId, ...place })
}

async function setUp(page: Page): Promise<void> {
  await goTo(page, '/settings?section=portal')
  await page.getByRole('button', { name: 'Slå av' }).waitFor()
}

/** What patients and desk have made of a few days, and what goes wrong on the line. */
const pictures = (beside: DemoPortal): readonly Picture[] => [
  {
    name: 'portal',
    show: async (page) => {
      await portalPage(page)
      const conflict = page.getByRole('article', { name: 'To har samme plass' })
      await expect(conflict.getByRole('group').getByRole('button').first()).toBeVisible(PATIENCE)
    }
  },
  {
    name: 'portal-code',
    show: async (page) => {
      beside.portal.line.askRegistration(UNKNOWN_NUMBER, undefined)
      await page
        .getByRole('button', { name: /R1 Ikke funnet$/ })
        .first()
        .click(PATIENCE)
      await page.keyboard.press('3')
      await side(page).getByRole('heading', { name: 'Mobil mangler' }).waitFor()
    }
  },
  {
    name: 'portal-knows',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page
        .getByRole('article', { name: 'To har samme plass' })
        .locator('section')
        .filter({ hasText: 'I portalen' })
        .getByRole('button')
        .first()
        .click()
      await side(page)
        .getByRole('region', { name: /^Pasientkort/ })
        .waitFor()
      await page.keyboard.press('.')
      await side(page).getByRole('button', { name: 'Hva portalen vet' }).click()
      await side(page).getByRole('heading', { name: 'Kontoen' }).waitFor()
    }
  },
  {
    name: 'settings-portal-on',
    show: setUp
  },
  {
    name: 'settings-portal-test',
    show: async (page) => {
      await page.getByRole('button', { name: 'Prøv nå' }).click()
      await page.getByText('Alt virker.').scrollIntoViewIfNeeded(PATIENCE)
    }
  },
  {
    name: 'portal-request',
    show: async (page) => {
      await goTo(page, '/tasks')
      const asked = page.getByRole('row').filter({ hasText: 'Jeg har fått ny adresse' })
      await asked.dblclick()
      await side(page).getByLabel('Svaret').waitFor()
    }
  },
  {
    name: 'portal-dead-letter',
    show: async (page) => {
      await bookRefused(page, beside)
      await portalPage(page)
      await refused(page).scrollIntoViewIfNeeded(PATIENCE)
    }
  },
  {
    name: 'portal-dead-letter-edit',
    show: async (page) => {
      await refused(page).getByRole('button', { name: 'Rett' }).click()
      await page.getByRole('dialog', { name: 'Rett og send igjen' }).waitFor()
    }
  },
  {
    name: 'portal-compare',
    show: async (page) => {
      await portalPage(page)
      await page.getByRole('button', { name: 'Sammenlign alt nå' }).click()
      await page
        .getByText(/^Sammenligning ferdig/)
        .first()
        .scrollIntoViewIfNeeded(PATIENCE)
    }
  },
  {
    name: 'portal-resync',
    show: async (page) => {
      await page.getByRole('button', { name: 'Synkroniser alt på nytt' }).click()
      await page.getByText('Klinikkens identiteter endres ikke.').scrollIntoViewIfNeeded()
    }
  },
  {
    name: 'portal-line-down',
    show: async (page) => {
      beside.portal.setLine(false)
      await expect(line(page)).toContainText('uten kontakt', PATIENCE)
      await portalPage(page)
    }
  },
  {
    name: 'portal-restored',
    show: async (page) => {
      beside.portal.restore(beside.portal.snapshot())
      beside.portal.setLine(true)
      const question = page.getByRole('region', { name: 'Portalen er gjenopprettet eller tømt' })
      await question.waitFor(PATIENCE)
      await portalPage(page)
    }
  }
]

for (const theme of THEMES)
  test(`the portal, ${theme}`, async ({ launch }) => {
    const desk = await launch({ data: 'demo' })
    await setScene(desk, theme)
    await switchTo(desk.page, MANAGER)
    const beside = await startDemoPortal({ dataFolder: desk.dataFolder, port: 0 })
    await photographAll(desk.page, theme, pictures(beside))
    await beside.close()
  })
