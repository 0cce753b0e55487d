import type { Browser, Locator, Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import type { Patient } from '@contract/patients'
import { numberOfWoman, patientDraft } from '../../builders/patient'
import { startDemoPortal, type DemoPortal } from '../../portal-simulator/beside/demo-portal'
import { freePlaces, type FreePlace } from '../../portal-simulator/pages/visits'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { openOtherPc } from '../fixtures/other-pc'
import { findPatient, switchTo, toast } from '../fixtures/steps'

const D_NUMBER = '57858730165'
const NATIONAL = '17858710227'
const CHILD_BORN = '2018-03-05'
/** A telephone's. */
const VIEWPORT = { width: 390, height: 844 }

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
  const { kari, emma, per } = await arrange(page)
  beside = await startDemoPortal({ dataFolder: desk.dataFolder, port: 0, hasPast: false })
  browser = await openOtherPc()
  const patient = await (await browser.newContext({ locale: 'nb-NO', viewport: VIEWPORT })).newPage()
  const line = page.getByRole('contentinfo').getByRole('button', { name: /Portal/ })
  const inStep = async () => await expect(line).toContainText('i takt', { timeout: 60_000 })
  await inStep()

  await test.step('she goes where the desk says that the patients’ pages are, and signs up with her consent', async () => {
    await goTo(page, '/portal')
    await patient.goto(await page.getByLabel('Pasientsidene').inputValue())
    await expectAccessible(page, 'portal with the patients’ pages', 'main')
    await patient.getByRole('link', { name: 'Bli bruker' }).click()
    await patient.getByLabel('Fødselsnummer eller D-nummer').fill(D_NUMBER)
    await patient.getByLabel('Jeg vil bruke portalen og godtar dette').check()
    await patient.getByRole('button', { name: 'Spør legesenteret' }).click()
    await expect(patient.getByText('Du er nå bruker av portalen.')).toBeVisible()
  })
  const yesterday = beside.portal.snapshot()
  await logIn(patient, D_NUMBER)

  await goTo(page, '/today')
  const card = await findPatient(page, 'kari nordmann', nameOf(kari))
  const booked = (time: string): Locator => card.getByRole('listitem').filter({ hasText: time }).first()
  await test.step('she books, and the desk, which has asked for nothing, sees it and confirms it', async () => {
    const place = nextFree(0)
    await bookThere(patient, place)
    await expect(booked(timeOf(place))).toBeVisible()
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
    await open(patient, 'Timer')
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
    await bookThere(patient, place)
    await expect(patient.getByText('Ikke bekreftet av legesenteret ennå')).toBeVisible()
    beside.portal.setLine(true)
    await goTo(page, '/portal')
    const conflict = page.getByRole('article', { name: 'To har samme plass' })
    await expect(conflict).toContainText(nameOf(per), { timeout: 30_000 })
    await expect(conflict).toContainText(nameOf(kari))
    await expectAccessible(page, 'a conflict with the portal', 'main')
    await conflict.getByRole('group').getByRole('button').first().click()
    await expect(conflict).toBeHidden()
    await inStep()
    await expect(other.getByTestId('portal-mark')).toHaveCount(0)
    await expectConfirmed(patient, 2)
  })

  await test.step('she asks for something in words, and reads there what the desk answers', async () => {
    await open(patient, 'Meldinger')
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
    await open(patient, 'Meldinger')
    await expect(patient.getByRole('article')).toContainText('Ja, gjerne.')
  })

  await test.step('she books for her child, and it stands on the child’s card', async () => {
    await patient.getByRole('button', { name: `Vis ${nameOf(emma)}` }).click()
    await goTo(page, '/today')
    const own = await findPatient(page, 'emma nordmann', nameOf(emma))
    const place = nextFree(6)
    await bookThere(patient, place)
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

/** A mother with a D-number, whom nobody has asked about the portal, her child, and somebody else. */
async function arrange(page: Page): Promise<{ kari: Patient; emma: Patient; per: Patient }> {
  const settings = await callCore(page, 'settings.get', {})
  const messaging = { ...settings.messaging, confirmationDelayMinutes: 0 }
  await callCore(page, 'settings.save', { messaging })
  const [gp] = await callCore(page, 'clinicians.list', {})
  const register = async (changes: Parameters<typeof patientDraft>[0]): Promise<Patient> =>
    await callCore(page, 'patients.create', patientDraft({ gpClinicianId: gp?.id ?? null, ...changes }))
  const kari = await register({ nationalNumber: D_NUMBER })
  const emma = await register({
    ...{ givenName: 'Emma', birthDate: CHILD_BORN, nationalNumber: numberOfWoman(CHILD_BORN), mobile: null }
  })
  await callCore(page, 'patients.addGuardian', {
    ...{ childId: emma.id, guardianPatientId: kari.id, kind: 'parent', carriesMessages: true }
  })
  const born = '1961-03-05'
  const per = await register({
    ...{
      familyName: 'Dalen',
      givenName: 'Per',
      birthDate: born,
      nationalNumber: numberOfWoman(born),
      mobile: '412 34 568'
    }
  })
  return { kari, emma, per }
}

const nameOf = ({ givenName, familyName }: Patient): string => `${givenName} ${familyName}`

async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((route) => void (location.hash = route), path)
}

/** What is free at the portal some days ahead. */
function nextFree(nth: number): FreePlace {
  const { store, time } = beside.portal
  const place = freePlaces({ store, time }).filter(
    ({ start }) => Date.parse(start) > time.nowMs() + 3 * 86_400_000
  )[nth]
  if (!place) throw new Error('there is a free time')
  return place
}

function startOf({ start }: FreePlace): Temporal.ZonedDateTime {
  return Temporal.Instant.from(start).toZonedDateTimeISO('Europe/Oslo')
}

/** As both write it. */
function timeOf(place: FreePlace): string {
  return startOf(place).toPlainTime().toString({ smallestUnit: 'minute' }).replace(':', '.')
}

async function bookAtDesk(page: Page, patient: Patient, place: FreePlace): Promise<void> {
  const gp = (await callCore(page, 'clinicians.list', {})).find(({ name }) => name === place.clinician)
  const [type] = await callCore(page, 'appointmentTypes.list', {})
  if (!gp || !type) throw new Error('the demo clinic has both')
  const date = startOf(place).toPlainDate().toString()
  const time = timeOf(place).replace('.', ':')
  await callCore(page, 'appointments.book', {
    ...{ patientId: patient.id, clinicianId: gp.id, typeId: type.id, date, time },
    ...{ durationMinutes: type.durationMinutes, note: '', isOverbooking: false }
  })
}

async function comingOf(page: Page, { id }: Patient) {
  const { appointments } = await callCore(page, 'appointments.forPatient', { patientId: id, limit: 50 })
  return appointments.filter(({ status }) => status === 'booked')
}

/** Looks until the clinic has said yes to as many of her appointments. */
async function expectConfirmed(patient: Page, count: number): Promise<void> {
  await expect(async () => {
    await open(patient, 'Timer')
    await expect(patient.getByText(/^✓ Bekreftet$/)).toHaveCount(count, { timeout: 500 })
  }).toPass({ timeout: 20_000 })
}

const menu = (patient: Page): Locator => patient.getByRole('navigation', { name: 'Meny' })

async function open(patient: Page, name: string): Promise<void> {
  await menu(patient).getByRole('link', { name, exact: true }).click()
}

async function logIn(patient: Page, number: string): Promise<void> {
  await patient.getByLabel('Fødselsnummer eller D-nummer').fill(number)
  await patient.getByRole('button', { name: 'Send meg en engangskode' }).click()
  const phone = patient.getByRole('region', { name: 'Telefonen (bare i demoen)' })
  await expect(phone.getByRole('status')).toContainText(/\d{6}/)
  const [code = ''] = /\d{6}/.exec(await phone.innerText()) ?? []
  await patient.getByLabel('Engangskode', { exact: true }).fill(code)
  await patient.getByRole('button', { name: 'Bekreft koden' }).click()
  await expect(menu(patient)).toBeVisible()
}

async function bookThere(patient: Page, place: FreePlace): Promise<void> {
  await patient.goto(`${beside.portal.pagesUrl}/book?from=${startOf(place).toPlainDate()}`)
  await patient
    .getByRole('link', { name: `${timeOf(place)}, ${place.clinician}` })
    .first()
    .click()
  await patient.getByRole('button', { name: 'Bestill timen' }).click()
  await expect(patient.getByRole('status')).toContainText('Timen er bestilt.')
}
