import type { Page } from '@playwright/test'
import { percentile } from '../measure'
import { amount, type Row } from '../rows'

/** Sixty frames a second leave one this long; a frame more would show. */
const FRAME_MS = 1_000 / 60
const FRAMES = 180

/** How long frames take while a full day is scrolled and an appointment is dragged across its columns. */
export async function frames(page: Page): Promise<Row[]> {
  const scrolling = await page.evaluate(scrollThrough, FRAMES)
  const dragging = await page.evaluate(dragThrough, FRAMES)
  return [...rowsOf('scrolling', scrolling), ...rowsOf('dragging', dragging)]
}

function rowsOf(what: string, times: readonly number[]): Row[] {
  const late = times.filter((ms) => ms > 1.5 * FRAME_MS).length
  return [
    amount(
      `frames of 250 appointments while ${what}, per second`,
      1_000 / percentile(times, 50),
      'frames/s',
      {
        least: 59
      }
    ),
    amount(`… frames that came late`, (100 * late) / times.length, '%', { most: 5 })
  ]
}

/** Runs in the page: scrolls a little with every frame, and answers how long each took. */
async function scrollThrough(count: number): Promise<number[]> {
  const scroller = document.querySelector('[data-testid=day-grid]')
  if (!scroller) throw new Error('The day is not shown.')
  const times: number[] = []
  let before = await new Promise<number>(requestAnimationFrame)
  for (let frame = 0; frame < count; frame += 1) {
    const far = scroller.scrollHeight - scroller.clientHeight
    scroller.scrollTop = far * Math.abs(Math.sin((frame / count) * Math.PI * 2))
    const now = await new Promise<number>(requestAnimationFrame)
    times.push(now - before)
    before = now
  }
  return times
}

/** Runs in the page: takes hold of an appointment, moves it with every frame over all columns, and lets go by Escape. */
async function dragThrough(count: number): Promise<number[]> {
  const area = document.querySelector('[data-testid=day-grid]')?.getBoundingClientRect()
  const blocks = [...document.querySelectorAll<HTMLElement>('[data-testid=appointment]')]
  const block = blocks.find((one) => {
    const { top } = one.getBoundingClientRect()
    return area !== undefined && top > area.top + 100 && top < area.bottom - 100
  })
  if (!area || !block) throw new Error('No appointment is in sight.')
  const start = block.getBoundingClientRect()
  const send = (type: string, target: EventTarget, clientX: number, clientY: number) =>
    target.dispatchEvent(
      new PointerEvent(type, { bubbles: true, button: 0, buttons: 1, pointerType: 'mouse', clientX, clientY })
    )
  send('pointerdown', block, start.x + 20, start.y + 8)
  const times: number[] = []
  let before = await new Promise<number>(requestAnimationFrame)
  for (let frame = 0; frame < count; frame += 1) {
    const along = Math.abs(Math.sin((frame / count) * Math.PI * 2))
    const x = area.left + 60 + (area.width - 120) * along
    const y = area.top + 120 + (area.height - 240) * along
    send('pointermove', window, x, y)
    const now = await new Promise<number>(requestAnimationFrame)
    times.push(now - before)
    before = now
  }
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  send('pointerup', window, start.x, start.y)
  return times
}
