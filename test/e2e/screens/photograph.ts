import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { settled } from '../fixtures/pages'
import type { Desk } from '../fixtures/launch'

export interface Picture {
  readonly name: string
  /** Brings the page to what is to be seen, from where the picture before left it. */
  readonly show: (page: Page) => Promise<unknown>
}

export type Theme = 'light' | 'dark'
export const THEMES: readonly Theme[] = ['light', 'dark']

const FOLDER = process.env['SKRANKE_SCREENS'] ?? join(ROOT, 'docs', 'screens')
const IS_LARGE = Boolean(process.env['SKRANKE_SCREENS_LARGE'])
const SIZE = IS_LARGE ? { width: 1920, height: 1080 } : { width: 1366, height: 768 }

/** The page in a theme, and of the size that is photographed: a window may be a pixel short of a screen without a window manager. */
export async function setScene({ page }: Pick<Desk, 'page'>, colorScheme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize(SIZE)
}

export async function photographAll(page: Page, theme: Theme, pictures: readonly Picture[]): Promise<void> {
  for (const { name, show } of pictures) {
    await show(page)
    await photograph(page, name, theme)
  }
}

export async function photograph(page: Page, name: string, theme: Theme): Promise<void> {
  await settled(page)
  // What was clicked has been painted, and a transition that began with it is over.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  )
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  await page.screenshot({ path: join(FOLDER, `${name}-${theme}${IS_LARGE ? '-1920' : ''}.png`) })
}
