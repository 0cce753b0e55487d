import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { sandboxSwitches, WITHOUT_GRAPHICS_CARD } from '../../scripts/setup/display.mjs'
import { PASSWORD } from './clinic'

const PATIENCE_MS = 60_000

/** The built program on a clinic, driven as a person would. */
export interface DeskProgram {
  readonly app: ElectronApplication
  readonly page: Page
  /** From starting the program until the page that asks who sits down was on the screen. */
  readonly startMs: number
}

export async function startDesk(folder: string): Promise<DeskProgram> {
  const root = process.cwd()
  const args = [WITHOUT_GRAPHICS_CARD, ...sandboxSwitches(), root, '--data', folder, '--quit-on-close']
  const startedAt = Date.now()
  const app = await _electron.launch({ args, timeout: PATIENCE_MS })
  const page = await app.firstWindow({ timeout: PATIENCE_MS })
  await page.locator('.tiles button').first().waitFor({ timeout: PATIENCE_MS })
  const paintedAt = await page.evaluate(async () => {
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0]
    while (!painted()) await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.timeOrigin + (painted()?.startTime ?? 0)
  })
  return { app, page, startMs: paintedAt - startedAt }
}

/** Ends the program in order, and waits until it has let go of the folder: a start before that only calls the first one forward. */
export async function endDesk({ app }: DeskProgram): Promise<void> {
  const running = app.process()
  const gone = new Promise((resolve) => running.once('exit', resolve))
  await app.close()
  if (running.exitCode === null && running.signalCode === null) await gone
}

/** Signs in as the receptionist and waits for the calendar. */
export async function signIn({ page }: DeskProgram): Promise<void> {
  await page.getByRole('button', { name: 'Randi Berg' }).click()
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByTestId('day-grid').waitFor({ timeout: PATIENCE_MS })
}

/** Processor time the page has used so far for scripts, layout and painting. */
export async function pageTaskMs(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  return async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
  }
}
