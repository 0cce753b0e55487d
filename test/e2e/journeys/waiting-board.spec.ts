import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test, type Desk } from '../fixtures/launch'
import { switchTo, takeRoom, toast } from '../fixtures/steps'

const CLINICIAN = 'Anne Lunde'
const VIDEO_CLINICIAN = 'Cecilie Østby'
const list = (page: Page, name: string): Locator => page.getByRole('main').getByRole('region', { name })
const rows = (page: Page, name: string): Locator => list(page, name).getByRole('listitem')
/** `Hansen, Nina` of a row of the board. */
const nameIn = async (row: Locator): Promise<string> => (await row.locator('b').first().textContent()) ?? ''
const codeIn = async (row: Locator): Promise<string> => (await row.locator('.code').textContent()) ?? ''

/** With the pointer, as a hand does it: down, a little way, the rest, up. */
async function drag(page: Page, row: Locator, target: Locator): Promise<void> {
  const from = await row.boundingBox()
  const to = await target.boundingBox()
  if (!from || !to) throw new Error('What is dragged, or where to, is not in sight.')
  await page.mouse.move(from.x + 40, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y + 20)
  await page.mouse.move(to.x + to.width / 2, to.y + 60)
  await page.mouse.up()
}

async function openWall({ app, page }: Desk): Promise<Page> {
  const opened = app.waitForEvent('window')
  await page.getByRole('button', { name: 'Veggskjerm' }).click()
  const wall = await opened
  await expect(wall.getByRole('heading', { name: 'Eksempel legesenter' })).toBeVisible()
  return wall
}

test('the board, the wall and the clinician’s own day tell the same of those who wait', async ({
  launch
}) => {
  const desk = await launch({ data: 'demo' })
  const { page } = desk
  await switchTo(page, MANAGER)
  await page.getByRole('link', { name: /^Venterom/ }).click()
  const longest = rows(page, 'Venter').first()

  await test.step('the shape beside the waited minutes follows the limits of the clinician', async () => {
    await expect(longest).toContainText('■')
    const clinicians = await callCore(page, 'clinicians.list', {})
    const anne = clinicians.find(({ name }) => name === CLINICIAN)
    if (!anne) throw new Error('The demo clinic has no such clinician.')
    const { id, name, colour, isActive, defaultRoomId } = anne
    const draft = { id, name, colour, isActive, defaultRoomId }
    await callCore(page, 'clinicians.save', { ...draft, waitLimitMinutes: [5, 20] })
    await expect(longest).toContainText('◆')
    await page.getByLabel('Bare sene').check()
    await expect(rows(page, 'Venter').filter({ hasText: '●' })).toHaveCount(0)
    await page.getByLabel('Bare sene').uncheck()
  })

  await test.step('each row says whose patient it is, however narrow', async () => {
    const leads = page.getByRole('main').locator('[data-appointment] .lead')
    const texts = await leads.allTextContents()
    expect(texts.filter((text) => !/^\d\d\.\d\d · (Lunde|Aasen|Østby)$/.test(text))).toEqual([])
    const cut = await leads.evaluateAll(
      (all) => all.filter((one) => one.scrollWidth > one.clientWidth).length
    )
    expect(cut).toBe(0)
  })

  const expected = rows(page, 'Ventes').first()
  const name = await nameIn(expected)
  const waiting = rows(page, 'Venter').filter({ hasText: name })
  const code = await test.step('a row is dragged to the next list, and gets its code', async () => {
    await drag(page, expected, list(page, 'Venter'))
    await expect(toast(page, `${name} er ankommet`)).toBeVisible()
    await expect(waiting.locator('.code')).toHaveText(/^[A-Z]{2}\d{2}$/)
    return await codeIn(waiting)
  })

  await test.step('the keyboard takes it back and on again, and the code stays', async () => {
    await waiting.locator('.open').focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await expect(toast(page, `Ett steg tilbake: ${name}`)).toBeVisible()
    const back = rows(page, 'Ventes').filter({ hasText: name })
    await back.locator('.open').focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(waiting.locator('.code')).toHaveText(code)
    await expectAccessible(page, 'board', 'main')
  })

  await test.step('a delay is told to those chosen, and to nobody twice', async () => {
    await page.keyboard.press('Shift+D')
    const form = page.getByRole('region', { name: `Forsinkelse: ${CLINICIAN}` })
    await form.getByLabel('Minutter').fill('35')
    await form.getByRole('button', { name: 'Oppgi', exact: true }).click()
    await expect(form.getByText('Varsle om 35 min på SMS')).toBeVisible()
    await expectAccessible(page, 'delay', 'aside')
    const count = await form.getByRole('checkbox', { checked: true }).count()
    await form.getByRole('button', { name: `Varsle ${count}` }).click()
    await expect(toast(page, /^Varselet til \d+ pasient/)).toBeVisible()
    await expect(page.getByText('Pasienter er varslet om 35 min')).toBeVisible()
    const { messages } = await callCore(page, 'messages.outbox', { filter: 'all', cursor: null, limit: 50 })
    expect(messages.filter(({ purpose }) => purpose === 'delay-notice')).toHaveLength(count)
    await page.keyboard.press('Shift+D')
    await expect(form.getByText('er varslet om dette').first()).toBeVisible()
    await expect(form.getByRole('button', { name: 'Varsle ingen' })).toBeDisabled()
    await page.keyboard.press('Escape')
  })

  await test.step('the wall shows code and room, and names nobody', async () => {
    const wall = await openWall(desk)
    const spaced = `${code.slice(0, 2)} ${code.slice(2)}`
    await expect(wall.getByRole('region', { name: 'Venter' })).toContainText(spaced)
    await expect(wall.getByText(`${CLINICIAN}: ca. 35 min forsinket`)).toBeVisible()
    await drag(page, waiting, list(page, 'Inne hos lege'))
    await takeRoom(page)
    const called = wall.getByRole('region', { name: 'Kalt inn' }).getByRole('listitem')
    await expect(called.filter({ hasText: spaced })).toContainText(/Gå til Rom \d/)
    const names = await page.getByRole('main').locator('[data-appointment] b').allTextContents()
    const shown = await wall.locator('body').innerText()
    expect(names.length).toBeGreaterThan(20)
    const words = new Set(shown.split(/[^\p{L}]+/u))
    expect(names.filter((one) => words.has(one.split(',')[0] ?? one))).toEqual([])
    expect(await wall.title()).toBe('Skranke')
    await expectAccessible(wall, 'wall')
    // It goes on when somebody else sits down at the desk.
    await page.bringToFront()
  })

  await test.step('the clinician calls in the next with one key, finishes and asks for a follow-up', async () => {
    await switchTo(page, CLINICIAN)
    await expect(page.getByRole('heading', { name: 'Min dag', level: 1 })).toBeVisible()
    const part = (title: string): Locator => page.locator('section.now').filter({ hasText: title })
    const next = (await part('Neste').locator('b').textContent()) ?? ''
    await expectAccessible(page, 'my day', 'main')
    await page.keyboard.press('c')
    await takeRoom(page)
    await expect(part('Inne hos meg').locator('b')).toHaveText(next)
    await page.keyboard.press('u')
    await page.getByLabel('Hva skal skranken gjøre?').fill('Ring om ny time')
    await page.keyboard.press('Enter')
    await expect(toast(page, `Skranken følger opp: ${next}`)).toBeVisible()
    await page.keyboard.press('d')
    await expect(toast(page, `${next} er ferdig`)).toBeVisible()
  })

  await test.step('a video visit says how far its link has come, and begins when its patient is let in', async () => {
    await switchTo(page, VIDEO_CLINICIAN)
    const queue = page.getByRole('region', { name: 'Video' })
    await expect(queue).toContainText('Om lenken er åpnet, vet bare videotjenesten.')
    await expectAccessible(page, 'my day with video', 'main')
    const first = queue.getByRole('listitem').first()
    const visit = (await first.getByRole('button').first().textContent()) ?? ''
    await first.getByRole('button', { name: 'Slipp inn' }).click()
    await expect(toast(page, 'er kalt inn')).toBeVisible()
    await expect(queue.getByText(visit.trim())).toHaveCount(0)
  })
})
