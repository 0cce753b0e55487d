import type { Page } from '@playwright/test'
import { addTimers } from '../../desk-page'
import { keyToPaint, programMemory, timing } from '../../desk-figures'
import { endDesk, signIn, startDesk } from '../../desk-program'
import { amount, type Row, type Timing } from '../../rows'
import type { Sample } from '../open-register'

const TYPED = ['hansen', 'solb', 'kari h', 'nordhaug', '120387', '41 23', 'anne b', 'larsen', 'moen', 'ole l']
const CARDS = 30

/** The built program on this clinic, by the keys of the receptionist: from a key to what the screen shows. */
export async function measureWindow(folder: string, samples: readonly Sample[]): Promise<Row[]> {
  const program = await startDesk(folder)
  try {
    const { page } = program
    await signIn(program)
    // What is measured is the search, not the calendar of the clinic behind it.
    await page.evaluate(() => void (location.hash = '#/patients'))
    await page.getByTestId('day-grid').waitFor({ state: 'detached' })
    await addTimers(page)
    return [
      amount('start to a window that can be used', program.startMs, 'ms'),
      await keyToPaint(page, [...TYPED, ...TYPED.toReversed()]),
      await cardPainted(page, samples.slice(0, CARDS)),
      ...(await programMemory(program))
    ]
  } finally {
    await endDesk(program)
  }
}

/** Enter on the hit of a national number, until the card is painted. */
async function cardPainted(page: Page, samples: readonly Sample[]): Promise<Timing> {
  const wall: number[] = []
  for (const { id, number, givenName, familyName } of samples) {
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(number)
    await page.locator(`#hit-${id}`).waitFor()
    await page.evaluate(() => {
      const note = ({ timeStamp }: KeyboardEvent) =>
        (document.documentElement.dataset['pressedAt'] = String(timeStamp))
      document.addEventListener('keydown', note, { once: true, capture: true })
    })
    const painted = page.evaluate(
      async (name) =>
        await window.skrankeBench.painted(
          '.side',
          () => Number(document.documentElement.dataset['pressedAt']),
          () => document.querySelector('.side h1')?.textContent === name
        ),
      `${givenName} ${familyName}`
    )
    await page.keyboard.press('Enter')
    wall.push(await painted)
  }
  return timing('key to the painted card', wall, { of: 'p95', most: 150 })
}
