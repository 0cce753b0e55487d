import { errors, type Page } from '@playwright/test'
import type { BenchClinic } from '../clinic'
import { addTimers } from '../desk-page'
import { keyToPaint, programMemory, timing } from '../desk-figures'
import { endDesk, pageTaskMs, signIn, startDesk, type DeskProgram } from '../desk-program'
import { median, ROUNDS } from '../measure'
import type { Part } from '../part'
import { amount, type Row, type Timing } from '../rows'
import { frames } from './desk-frames'

const APPOINTMENTS = 250
const ROUND_TRIPS = 200
const MOUNTS = 10
const UPDATES = 20
const NAMES = ['hans', 'joha', 'berg', 'anna', 'lars', 'kari']

/** The real program on the large clinic: start, calls, search, calendar, memory. */
export const desk: Part = {
  name: 'desk',
  title: 'The program on a clinic of 100,000 patients',
  async run({ largeClinic, facts }) {
    const clinic = await largeClinic()
    await clinic.core.close()
    const starts = []
    let program = await startDesk(clinic.folder)
    starts.push(program.startMs)
    for (let round = 1; round < ROUNDS; round += 1) {
      await endDesk(program)
      program = await startDesk(clinic.folder)
      starts.push(program.startMs)
    }
    facts.push(['Electron', await program.app.evaluate(() => process.versions['electron'] ?? '')])
    try {
      return [
        amount('start to a window that can be used', median(starts), 'ms', { most: 2_000 }),
        ...(await measureDesk(program, clinic))
      ]
    } finally {
      await endDesk(program)
    }
  }
}

async function measureDesk(program: DeskProgram, clinic: BenchClinic): Promise<Row[]> {
  await signIn(program)
  await addTimers(program.page)
  return [
    await roundTrip(program.page, clinic),
    await keyToPaint(program.page, [...NAMES, ...NAMES.toReversed(), ...NAMES]),
    ...(await calendar(program.page)),
    ...(await frames(program.page)),
    await boardPainted(program.page),
    ...(await programMemory(program))
  ]
}

/** Page → bridge → shell → core → SQLite and back. */
async function roundTrip(page: Page, { people }: BenchClinic): Promise<Timing> {
  const numbers = people.slice(0, ROUND_TRIPS).map(({ nationalNumber }) => nationalNumber)
  const wall = await page.evaluate(async (texts) => {
    const bridge = Reflect.get(window, 'skranke')
    const times: number[] = []
    for (const text of texts) {
      const start = performance.now()
      await bridge.call('patients.search', { text, limit: 12 })
      times.push(performance.now() - start)
    }
    return times
  }, numbers)
  return timing('call from the page to the database and back', wall, { of: 'p99', most: 50 })
}

async function calendar(page: Page): Promise<Row[]> {
  const taskMs = await pageTaskMs(page)
  await goToFullDay(page)
  const mounts = await repeat(MOUNTS, taskMs, () =>
    page.evaluate(async (count) => {
      const isMounted = () => document.querySelectorAll('[data-testid=appointment]').length >= count
      location.hash = '#/patients'
      await window.skrankeBench.painted(
        'body',
        () => 0,
        () => !document.querySelector('[data-testid=day-grid]')
      )
      const start = performance.now()
      location.hash = '#/today'
      return await window.skrankeBench.painted('body', () => start, isMounted)
    }, APPOINTMENTS)
  )
  const days = await repeat(MOUNTS, taskMs, (index) =>
    page.evaluate(
      async (key) => {
        const first = () =>
          document.querySelector('[data-testid=appointment]')?.getAttribute('data-appointment')
        const before = first()
        const start = performance.now()
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        return await window.skrankeBench.painted(
          'body',
          () => start,
          () => first() !== undefined && first() !== before
        )
      },
      index % 2 === 0 ? 'ArrowLeft' : 'ArrowRight'
    )
  )
  const updates = await repeat(UPDATES, taskMs, (index) =>
    page.evaluate(async (note) => {
      const bridge = Reflect.get(window, 'skranke')
      const block = document.querySelector('[data-testid=appointment]')
      const id = Number(block?.getAttribute('data-appointment'))
      const { version } = await bridge.call('appointments.get', { id })
      const start = performance.now()
      void bridge.call('appointments.setNote', { id, version, note })
      return await window.skrankeBench.painted(
        `[data-appointment="${id}"]`,
        () => start,
        () => document.querySelector(`[data-appointment="${id}"]`)?.textContent?.includes(note) ?? false
      )
    }, `note ${index}`)
  )
  return [
    timing('calendar of 250 appointments, from the link to the screen', mounts.wall, {
      of: 'p95',
      most: 150
    }),
    amount('… work of the page', median(mounts.tasks), 'ms'),
    timing('another day of 250 appointments, from the key to the screen', days.wall, {
      of: 'p95',
      most: 150
    }),
    amount('… work of the page', median(days.tasks), 'ms'),
    timing('one appointment changed, from the call to the screen', updates.wall, { of: 'p95', most: 150 }),
    amount('… work of the page', median(updates.tasks), 'ms')
  ]
}

/** A step taken by somebody, until an open board of 250 appointments shows it. */
async function boardPainted(page: Page): Promise<Timing> {
  const wall = await page.evaluate(async (count) => {
    const bridge = Reflect.get(window, 'skranke')
    location.hash = '#/waiting-room'
    await window.skrankeBench.painted(
      'body',
      () => 0,
      () => document.querySelector('[data-list=expected] [data-appointment]') !== null
    )
    const { expected } = await bridge.call('waitingRoom.board', {})
    const times: number[] = []
    for (const { id } of expected.slice(0, count)) {
      const start = performance.now()
      void bridge.call('waitingRoom.arrive', { id })
      const isShown = () => document.querySelector(`[data-list=waiting] [data-appointment="${id}"]`) !== null
      times.push(await window.skrankeBench.painted('body', () => start, isShown))
    }
    return times
  }, UPDATES)
  return timing('an arrival, from the call to the painted board', wall, { of: 'p95', most: 200 })
}

/** Shows a fully booked day after another one: days ahead are booked, but for Saturdays and Sundays. */
async function goToFullDay(page: Page): Promise<void> {
  let fullDays = 0
  for (let day = 0; day < 6 && fullDays < 2; day += 1) {
    await page.keyboard.press('ArrowRight')
    fullDays = (await isFull(page)) ? fullDays + 1 : 0
  }
  if (fullDays < 2) throw new Error('No two full days were found.')
}

async function isFull(page: Page): Promise<boolean> {
  try {
    const last = page.getByTestId('appointment').nth(APPOINTMENTS - 1)
    await last.waitFor({ timeout: 4_000 })
    return true
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false
    throw error
  }
}

async function repeat(
  count: number,
  taskMs: () => Promise<number>,
  run: (index: number) => Promise<number>
): Promise<{ wall: number[]; tasks: number[] }> {
  const wall: number[] = []
  const tasks: number[] = []
  for (let index = -2; index < count; index += 1) {
    const before = await taskMs()
    const ms = await run(index)
    const work = (await taskMs()) - before
    // The first two warm up.
    if (index >= 0) {
      wall.push(ms)
      tasks.push(work)
    }
  }
  return { wall, tasks }
}
