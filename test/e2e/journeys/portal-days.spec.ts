import type { Browser, Locator, Page } from '@playwright/test'
import type { Appointment } from '@contract/appointments'
import type { PatientId } from '@contract/ids'
import { numberOfWoman } from '../../builders/patient'
import { startDemoPortal, type DemoPortal } from '../../portal-simulator/beside/demo-portal'
import { isClinicIdentifier } from '../../portal-simulator/pages/fhir-names'
import { visitsOf, type FreePlace } from '../../portal-simulator/pages/visits'
import { bookFor, sentTo } from '../fixtures/arrange'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { openOtherPc } from '../fixtures/other-pc'
import {
  askToSignUp,
  bookAtPortal,
  comingOf,
  expectConfirmed,
  freeAhead,
  logIn,
  openAtPortal,
  openTelephone,
  placesAtDesk,
  servedPatients,
  signUp,
  timeOf,
  type DeskPlace
} from '../fixtures/patient-pages'
import { arrangeFamily, nameOf, type PortalFamily } from '../fixtures/portal-family'
import { findPatient, switchTo, toast } from '../fixtures/steps'

const NATIONAL = '17858710227'
/** Monday. */
const BIRTHDAY = '2026-11-23T06:30:00Z'
const MOTHERS = '412 34 567'
const CHILD = { childBorn: '2010-11-23', childMobile: '412 34 569' }
/** Three hours after the line went down. */
const AFTERNOON = '2026-11-20T12:24:00Z'
const CHILD_NUMBER = numberOfWoman(CHILD.childBorn)
const SERVED = 10

let beside: DemoPortal
let browser: Browser

test.afterEach(async () => {
  await browser.close()
  await beside.close()
})

test('a day without a line with three hundred operations at the desk, and the day a child turns sixteen', async ({
  launch
}) => {
  test.setTimeout(300_000)
  let desk = await launch({ data: 'demo' })
  await switchTo(desk.page, MANAGER)
  const family = await arrangeFamily(desk.page, { nationalNumber: NATIONAL, ...CHILD })
  const { mother, child } = family
  beside = await startDemoPortal({ dataFolder: desk.dataFolder, port: 0, hasPast: false })
  browser = await openOtherPc()
  const patient = await openTelephone(browser)
  await expectInStep(desk.page)
  const startAgain = async (now: string): Promise<void> => {
    await desk.close()
    desk = await launch({ data: { folder: desk.dataFolder }, environment: { SKRANKE_NOW: now } })
    await switchTo(desk.page, MANAGER)
  }

  const childs = freeAt(5, 0)
  const hers = freeAt(6, 0)
  await test.step('a mother signs up, and books for herself and for her child', async () => {
    await patient.goto(beside.portal.pagesUrl)
    await signUp(patient, NATIONAL)
    await logIn(patient, NATIONAL)
    await bookAtPortal(patient, beside, hers)
    await patient.getByRole('button', { name: `Vis ${nameOf(child)}` }).click()
    await bookAtPortal(patient, beside, childs)
    await expectConfirmed(patient, 1)
    await patient.getByRole('button', { name: 'Vis Kari Nordmann' }).click()
    await expectConfirmed(patient, 1)
    await expectInStep(desk.page)
    expect(await recipientsOf(desk.page, child.id)).toEqual([MOTHERS])
  })

  const served = servedPatients(beside).slice(0, SERVED)
  const bulk = await placesAtDesk(desk.page, freeAhead(beside, 7).slice(0, 200))
  expect(bulk).toHaveLength(200)
  const contested = freeAt(4, 0)
  const others = freeAt(4, 3)
  await test.step('the line goes down: the desk books, moves and cancels, and she does the same at the portal', async () => {
    const { page } = desk
    beside.portal.setLine(false)
    await byHand(page, family, contested)
    await cancelAtPortal(patient)
    await bookAtPortal(patient, beside, contested)
    await bookAtPortal(patient, beside, others)
    await expect(patient.getByText('Ikke bekreftet av legesenteret ennå')).toHaveCount(2)
    await workOn(page, served, bulk.slice(0, 100))
  })

  await test.step('the PC is off for three hours: afterwards what waits is there, how many and since when', async () => {
    await startAgain(AFTERNOON)
    const { page } = desk
    await workOn(page, served, bulk.slice(100))
    const line = lineOf(page)
    await expect(line).toContainText(/uten kontakt · 3\d\d venter/, { timeout: 20_000 })
    await line.click()
    const told = page.getByRole('dialog', { name: 'Pasientportal' })
    await expect(told).toContainText(/Uten kontakt siden\s*10\.2\d/)
    await expect(told).toContainText(/Eldste har ventet\s*[23] timer.*, siden 10\.2\d/)
    await page.keyboard.press('Escape')
    const card = await findPatient(page, 'kari nordmann', nameOf(mother))
    await expect(card.getByTestId('portal-mark').first()).toHaveText(/ikke bekreftet av portalen ennå/)
  })

  await test.step('the line is back: all is sent but what the two cannot both have, and the desk decides that', async () => {
    const { page } = desk
    beside.portal.setLine(true)
    await expect(lineOf(page)).toContainText('2 å avgjøre', { timeout: 60_000 })
    await decide(page, family)
    await expectInStep(page)
    expect(beside.portal.store.violations()).toEqual([])
  })

  await test.step('both sides are equal, and she sees what the desk sees', async () => {
    const { page } = desk
    for (const id of [...served, mother.id, family.other.id]) await expectEqual(page, id)
    await page.getByRole('button', { name: 'Sammenlign alt nå' }).click()
    await expect(page.getByRole('region', { name: 'Alt på en gang' })).toContainText(
      /Sammenligning ferdig .*Ingen forskjeller\./,
      { timeout: 30_000 }
    )
    await patient.goto(`${beside.portal.pagesUrl}/login`)
    await logIn(patient, NATIONAL)
    await expectConfirmed(patient, 2)
    await expect(patient.getByText('Avbestilt av deg')).toHaveCount(1)
    const coming = await comingOf(page, mother)
    expect(coming.map(({ start }) => Date.parse(start)).sort()).toEqual(
      [contested, others].map(({ start }) => Date.parse(start)).sort()
    )
    for (const { time } of coming)
      await expect(patient.getByRole('main')).toContainText(time.replace(':', '.'))
  })

  await test.step('on the morning of the birthday the mother sees and gets nothing more, and the desk is asked', async () => {
    await startAgain(BIRTHDAY)
    const { page } = desk
    await expectInStep(page)
    await patient.goto(`${beside.portal.pagesUrl}/login`)
    await logIn(patient, NATIONAL)
    await expect(patient.getByRole('heading', { level: 1, name: 'Oversikt' })).toBeVisible()
    await expect(patient.getByText(child.givenName)).toHaveCount(0)
    const card = await findPatient(page, 'emma nordmann', nameOf(child))
    await expect(card).toContainText('Bestemmer selv nå: bekreft mobil og samtykke')
    await expect(card.getByRole('button', { name: /^Ferdig: Bestemmer selv fra nå/ })).toBeVisible()
    expect(await recipientsOf(page, child.id)).not.toContain(MOTHERS)
  })

  await test.step('the youth becomes a user on her own, and messages go to her', async () => {
    const { page } = desk
    const youth = await openTelephone(browser)
    await youth.goto(beside.portal.pagesUrl)
    await askToSignUp(youth, CHILD_NUMBER)
    await expect(youth.locator('.desk-code')).toHaveText('R3')
    await page.keyboard.press('v')
    await expect(toast(page, 'er bekreftet')).toBeVisible()
    await youth.goto(beside.portal.pagesUrl)
    await signUp(youth, CHILD_NUMBER)
    await logIn(youth, CHILD_NUMBER)
    await expectConfirmed(youth, 1)
    await expect(youth.getByRole('main')).toContainText(timeOf(childs))
    expect(await recipientsOf(page, child.id)).toEqual([CHILD.childMobile])
    const told = (await callCore(page, 'modem.simulatedTexts', {})).filter(({ at }) => at >= BIRTHDAY)
    expect(told.map(({ to }) => to)).toEqual(expect.arrayContaining(['+4741234567', '+4741234569']))
    expect(told.filter(({ to, text }) => to === '+4741234567' && !text.startsWith('Koden din'))).toEqual([])
  })
})

const lineOf = (page: Page): Locator => page.getByRole('contentinfo').getByRole('button', { name: /Portal/ })

async function expectInStep(page: Page): Promise<void> {
  await expect(lineOf(page)).toContainText('i takt', { timeout: 60_000 })
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((route) => void (location.hash = route), path)
}

/** One of what is free at the portal so many days ahead. */
function freeAt(days: number, nth: number): FreePlace {
  const place = freeAhead(beside, days)[nth]
  if (!place) throw new Error('there is a free time')
  return place
}

/** What the desk does in the morning, on the keyboard; one who telephones gets the time that she will choose. */
async function byHand(page: Page, { mother, other }: PortalFamily, contested: FreePlace): Promise<void> {
  await goTo(page, '/today')
  await findPatient(page, 'per dalen', nameOf(other))
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: 'Bestill time' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(toast(page, 'Dalen, Per har time')).toBeVisible()
  await expect(page.getByTestId('appointment').filter({ hasText: 'Dalen, Per' })).toHaveAccessibleName(
    /ikke bekreftet av portalen ennå/
  )
  await moveOn(page, 'Dalen, Per')
  await page.keyboard.press('x')
  await expect(page.getByRole('radio', { name: /Avbestilt av pasienten/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(toast(page, 'Avbestilt: Dalen, Per')).toBeVisible()
  const card = await findPatient(page, 'kari nordmann', nameOf(mother))
  await card.getByRole('listitem').first().click()
  await moveOn(page, 'Nordmann, Kari')
  for (const place of await placesAtDesk(page, [contested]))
    await bookFor(page, { patientId: other.id, ...place })
}

/** To the next free time. */
async function moveOn(page: Page, name: string): Promise<void> {
  await page.keyboard.press('m')
  await expect(page.getByTestId('move-bar')).toContainText(`Flytter ${name}`)
  await page.keyboard.press('f')
  await page.keyboard.press('Enter')
  await expect(toast(page, `Flyttet: ${name}`)).toBeVisible()
}

async function cancelAtPortal(patient: Page): Promise<void> {
  await openAtPortal(patient, 'Timer')
  await patient.getByRole('link', { name: /^Endre eller avbestill/ }).click()
  await patient.getByRole('button', { name: 'Avbestill timen' }).click()
  await expect(patient.getByRole('status')).toContainText('Timen er avbestilt.')
}

/** Three operations with each appointment, and two places: booked, moved, and cancelled or moved back. */
async function workOn(
  page: Page,
  patients: readonly PatientId[],
  places: readonly DeskPlace[]
): Promise<void> {
  const move = async ({ id, version }: Appointment, to: DeskPlace): Promise<Appointment> => {
    const input = { id, version, isOverbooking: false, ...to }
    return (await callCore(page, 'appointments.move', input)).appointment
  }
  for (let at = 0; at < places.length; at += 2) {
    const [from, to] = places.slice(at, at + 2)
    const patientId = patients[(at / 2) % patients.length]
    if (!from || !to || !patientId) throw new Error('there are as many')
    const moved = await move(await bookFor(page, { patientId, ...from }), to)
    const { id, version } = moved
    if (at % 4 === 0) await move(moved, from)
    else await callCore(page, 'appointments.cancel', { id, version, reason: 'clinic', notifyPatient: false })
  }
}

async function decide(page: Page, { mother, other }: PortalFamily): Promise<void> {
  await goTo(page, '/portal')
  const moved = page.getByRole('article', { name: 'Pasienten avbestilte mens timen ble flyttet' })
  await expect(moved).toContainText(nameOf(mother))
  await moved.getByRole('button', { name: 'Sett' }).click()
  await expect(moved).toBeHidden()
  const taken = page.getByRole('article', { name: 'To har samme plass' })
  await expect(taken).toContainText(nameOf(mother))
  await expect(taken).toContainText(nameOf(other))
  await taken.getByRole('group').getByRole('button').first().click()
  await expect(taken).toBeHidden()
}

/** Each appointment to come is at both sides, at the same time and as far. */
async function expectEqual(page: Page, patientId: PatientId): Promise<void> {
  const { store, time } = beside.portal
  const isToCome = ({ start }: { readonly start: string }): boolean => Date.parse(start) > time.nowMs()
  const { appointments } = await callCore(page, 'appointments.forPatient', { patientId, limit: 100 })
  const here = appointments.filter(isToCome).map(({ start, status }) => `${Date.parse(start)} ${status}`)
  const remote = store
    .list('Patient')
    .find(({ identifier = [] }) =>
      identifier.some(({ system, value }) => isClinicIdentifier(system) && value === String(patientId))
    )
  const there = visitsOf({ store, time }, remote?.id ?? '')
    .filter(isToCome)
    .map(({ start, status }) => `${Date.parse(start)} ${status === 'coming' ? 'booked' : 'cancelled'}`)
  expect(there.sort()).toEqual(here.sort())
}

/** To whom what waits for or about a patient goes. */
async function recipientsOf(page: Page, id: PatientId): Promise<string[]> {
  const waiting = (await sentTo(page, { id })).filter(({ state }) => state === 'queued')
  return [...new Set(waiting.map(({ recipient }) => recipient))]
}
