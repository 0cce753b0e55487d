import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { DeskProgram } from './desk-program'
import { percentile } from './measure'
import { amount, type Row, type Timing } from './rows'

/** Each letter typed into the search field, until the frame with its hits was painted; a space alone changes nothing. */
export async function keyToPaint(page: Page, texts: readonly string[]): Promise<Timing> {
  const wall: number[] = []
  for (const text of texts) {
    await page.keyboard.press('Control+k')
    for (const letter of text) {
      if (letter !== ' ') await page.evaluate(() => window.skrankeBench.watchKey('.search'))
      await page.keyboard.press(letter)
      if (letter === ' ') continue
      wall.push(await page.evaluate(() => window.skrankeBench.keyPainted()))
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  }
  return timing('key to painted hits', wall, { of: 'p95', most: 50 })
}

export async function programMemory({ app, page }: DeskProgram): Promise<Row[]> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics())
  const used = (type: string) =>
    metrics.filter((each) => each.type === type).reduce((sum, each) => sum + each.memory.workingSetSize, 0) /
    1_024
  const { corePid } = await page.evaluate(() => Reflect.get(window, 'skranke').call('shell.info', {}))
  const core = residentMegabytes(Number(corePid))
  return [
    ...(core === null ? [] : [amount('memory of the core', core, 'MB')]),
    amount('memory of the page', used('Tab'), 'MB'),
    amount('memory of the shell', used('Browser'), 'MB')
  ]
}

/** Only Linux tells this of another process without a tool. */
function residentMegabytes(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1_024
}

export function timing(what: string, wall: readonly number[], target: Timing['target']): Timing {
  const [p50, p95, p99] = [percentile(wall, 50), percentile(wall, 95), percentile(wall, 99)]
  return { kind: 'timing', what, p50, p95, p99, cpu: null, target }
}
