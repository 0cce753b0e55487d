import type { Browser, Locator, Page } from '@playwright/test'
import type { Patient } from '@contract/patients'
import { startDemoPortal, type DemoPortal } from '../../portal-simulator/beside/demo-portal'
import type { FreePlace } from '../../portal-simulator/pages/visits'
import { bookFor } from '../fixtures/arrange'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { openOtherPc } from '../fixtures/other-pc'
import {
  bookAtPortal,
  comingOf,
  expectConfirmed,
  freeAhead,
  logIn,
  openAtPortal,
  openTelephone,
  placesAtDesk,
  signUp,
  timeOf
} from '../fixtures/patient-pages'
import { arrangeFamily, nameOf } from '../fixtures/portal-family'
import { findPatient, switchTo, toast } from '../fixtures/steps'

const D_NUMBER = '57858730165'
const NATIONAL = '17858710227'
const CHILD_BORN = '2018-03-05'
/** The rule for what a patient does: the desk sees it so soon after the patient has been told. */
const SEEN_WITHIN_MS = 2_000

let beside: DemoPortal
let browser: Browser

test.afterEach(async () => {
  await browser.close()
  await beside.close()
})

test('a patient and the desk, each in a program of their own: sign up, book, move, both at one time, a new number, a child, a portal restored', async ({
  launch
}) => {
  test.setTimeout(180_000)
  const desk = await launch({ data: 'demo' })
  const { page } = desk
  await switchTo(page, MANAGER)
  const { messaging } = await callCore(page, 'settings.get', {})
  await callCore(page, 'settings.save', { messaging: { ...messaging, confirmationDelayMinutes: 0 } })
  const family = await arrangeFamily(page, { nationalNumber: D_NUMBER, childBorn: CHILD_BORN })
  const { mother: kari, child: emma, other: per } = family
  beside = await startDemoPortal({ dataFolder: desk.dataFolder, port: 0, hasPast: false })
  browser = await openOtherPc()
  const patient = await openTelephone(browser)
  const line = page.getByRole('contentinfo').getByRole('button', { name: /Portal/ })
  const inStep = async () => await expect(line).toContainText('i takt', { timeout: 60_000 })
  await inStep()

  await test.step('she goes where the desk says that the patients’ pages are, and signs up with her consent', async () => {
    await goTo(page, '/portal')
    await patient.goto(await page.getByLabel('Pasientsidene').inputValue())
    await expectAccessible(page, 'portal with the patients’ pages', 'main')
    await signUp(patient, D_NUMBER)
  })
  const yesterday = beside.portal.snapshot()
  await logIn(patient, D_NUMBER)

  await goTo(page, '/today')
  const card = await findPatient(page, 'kari nordmann', nameOf(kari))
  const booked = (time: string): Locator => card.getByRole('listitem').filter({ hasText: time }).first()
  await test.step('she books, and the desk, which has asked for nothing, sees it and confirms it', async () => {
    const place = nextFree(0)
    await bookAtPortal(patient, beside, place)
    await expect(booked(timeOf(place))).toBeVisible({ timeout: SEEN_WITHIN_MS })
    await expectConfirmed(patient, 1)
    await booked(timeOf(place)).click()
  })

  await test.step('the desk moves it, and she sees when it is now, there and on her telephone', async () => {
    await page.keyboard.press('m')
    await expect(page.getByTestId('move-bar')).toContainText('Flytter Nordmann, Kari')
    await page.keyboard.press('f')
    await page.keyboard.press('Enter')
    await expect(toast(page, 'Flyttet: Nordmann, Kari')).toBeVisible()
    await inStep()
    const [own] = await comingOf(page, kari)
    const time = own?.time.replace(':', '.') ?? ''
    await openAtPortal(patient, 'Timer')
    await expect(patient.getByRole('article').or(patient.locator('.visit')).first()).toContainText(time)
    await expect(async () => {
      await patient.goto(`${beside.portal.pagesUrl}/phone`)
      await expect(patient.getByText(/^Timen din er flyttet til/)).toContainText(`kl. ${time}`, {
        timeout: 500
      })
    }).toPass({ timeout: 15_000 })
  })

  await test.step('both take one time while the line is down, and the desk decides', async () => {
    const place = nextFree(3)
    beside.portal.setLine(false)
    await bookAtDesk(page, per, place)
    const other = await findPatient(page, 'per dalen', nameOf(per))
    await expect(other.getByTestId('portal-mark').first()).toHaveText(/ikke bekreftet av portalen ennå/)
    await expect(line).toContainText('venter')
    await bookAtPortal(patient, beside, place)
    await expect(patient.getByText('Ikke bekreftet av legesenteret ennå')).toBeVisible()
    beside.portal.setLine(true)
    await goTo(page, '/portal')
    const conflict = page.getByRole('article', { name: 'To har samme plass' })
    await expect(conflict).toContainText(nameOf(per), { timeout: 30_000 })
    await expect(conflict).toContainText(nameOf(kari))
    await expectAccessible(page, 'a conflict with the portal', 'main')
    const free = conflict.getByRole('group').getByRole('button')
    await expect(free.first()).toBeVisible()
    const contested = free.filter({ hasText: timeOf(place) }).filter({ hasText: place.clinician })
    await expect(contested).toHaveCount(0)
    await free.first().click()
    await expect(conflict).toBeHidden()
    await inStep()
    await expect(other.getByTestId('portal-mark')).toHaveCount(0)
    await expectConfirmed(patient, 2)
  })

  await test.step('she asks for something in words, and reads there what the desk answers', async () => {
    await openAtPortal(patient, 'Meldinger')
    await patient.getByLabel('Meldingen').fill('Kan jeg ta med journalen?')
    await patient.getByRole('button', { name: 'Send meldingen' }).click()
    const asked = card.getByRole('button', { name: /^[^:]*Ønske fra portalen: Kan jeg ta/ })
    await findPatient(page, 'kari nordmann', nameOf(kari))
    await asked.click()
    await expect(page.getByRole('blockquote')).toHaveText('Kan jeg ta med journalen?')
    await expectAccessible(page, 'an answer to the portal', 'aside')
    await page.getByLabel('Svaret').fill('Ja, gjerne.')
    await page.keyboard.press('Control+Enter')
    await expect(toast(page, 'Besvart i portalen: Kari Nordmann')).toBeVisible()
    await inStep()
    await openAtPortal(patient, 'Meldinger')
    await expect(patient.getByRole('article')).toContainText('Ja, gjerne.')
  })

  await test.step('she books for her child, and it stands on the child’s card', async () => {
    await patient.getByRole('button', { name: `Vis ${nameOf(emma)}` }).click()
    await goTo(page, '/today')
    const own = await findPatient(page, 'emma nordmann', nameOf(emma))
    const place = nextFree(6)
    await bookAtPortal(patient, beside, place)
    await expect(
      own
        .getByRole('listitem')
        .filter({ hasText: timeOf(place) })
        .first()
    ).toBeVisible()
  })

  await test.step('her D-number becomes a fødselsnummer; who types the old one gets in and is told', async () => {
    await findPatient(page, D_NUMBER, nameOf(kari))
    await page.keyboard.press('.')
    await page.getByRole('button', { name: 'Nytt nummer' }).click()
    await page.getByLabel('Det nye nummeret').fill(NATIONAL)
    await page.getByRole('button', { name: 'Bytt nummer' }).click()
    await expect(toast(page, 'Kari Nordmann har fått nytt nummer')).toBeVisible()
    await inStep()
    await patient.getByRole('button', { name: 'Logg ut' }).click()
    await patient.getByRole('link', { name: 'Logg inn' }).click()
    await logIn(patient, D_NUMBER)
    await expect(patient.getByRole('alert')).toContainText('Bruk det nye neste gang.')
  })

  await test.step('the portal comes back as it was yesterday: the manager is asked, and nothing is lost', async () => {
    const before = await comingOf(page, kari)
    beside.portal.setLine(false)
    beside.portal.restore(yesterday)
    beside.portal.setLine(true)
    await goTo(page, '/portal')
    const question = page.getByRole('region', { name: 'Portalen er gjenopprettet eller tømt' })
    await expect(question).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page, 'a portal restored', 'main')
    await question.getByRole('button', { name: 'Send alt fra klinikken' }).click()
    await expect(question).toBeHidden()
    await inStep()
    expect(await comingOf(page, kari)).toHaveLength(before.length)
    await patient.goto(`${beside.portal.pagesUrl}/login`)
    await logIn(patient, NATIONAL)
    await expectConfirmed(patient, before.length)
    for (const { time } of before)
      await expect(patient.getByRole('main')).toContainText(time.replace(':', '.'))
  })
  expect(beside.portal.store.violations()).toEqual([])
})

async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((route) => void (location.hash = route), path)
}

/** What is free at the portal some days ahead. */
function nextFree(nth: number): FreePlace {
  const place = freeAhead(beside, 3)[nth]
  if (!place) throw new Error('there is a free time')
  return place
}

async function bookAtDesk(page: Page, { id: patientId }: Patient, place: FreePlace): Promise<void> {
  for (const at of await placesAtDesk(page, [place])) await bookFor(page, { patientId, ...at })
}
