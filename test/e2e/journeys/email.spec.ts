import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import type { Patient } from '@contract/patients'
import { makeCertificate } from '../../mail/certificates'
import { openMailServer, type TestMailServer } from '../../mail/mail-server'
import { expectAccessible } from '../fixtures/axe'
import { callCore } from '../fixtures/bridge'
import { MANAGER } from '../fixtures/clinics'
import { expect, test } from '../fixtures/launch'
import { findPatient, patientCard, switchTo, toast } from '../fixtures/steps'

const side = (page: Page) => page.getByRole('complementary', { name: 'Pasient' })
const testSteps = (page: Page) => page.getByRole('list', { name: 'Stegene i prøven' }).getByRole('listitem')

test('e-mail is set up, tried, preferred by a patient, and carries a code and a confirmation', async ({
  launch
}, testInfo) => {
  const certificate = await makeCertificate()
  const mail = await openMailServer({ security: 'starttls', certificate })
  const authority = testInfo.outputPath('authority.pem')
  writeFileSync(authority, certificate.cert)
  const desk = await launch({ data: 'demo', environment: { NODE_EXTRA_CA_CERTS: authority } })
  const { page } = desk
  await expect(page.getByRole('navigation', { name: 'Hovedsider' })).toBeVisible()

  await test.step('the manager tries it with a wrong password and sees where it fails', async () => {
    await switchTo(page, MANAGER)
    await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'Oppsett' }).click()
    await page.getByRole('navigation', { name: 'Oppsett' }).getByRole('link', { name: 'E-post' }).click()
    await page.getByLabel('Send e-post til pasienter som vil ha det').check()
    await page.getByLabel('E-posttjener (SMTP)').fill('localhost')
    await page.getByLabel('Kryptering').selectOption('starttls')
    await expect(page.getByLabel('Port')).toHaveValue('587')
    await page.getByLabel('Port').fill(String(mail.server.port))
    await page.getByLabel('Brukernavn').fill(mail.server.user)
    await page.getByLabel('Passord').fill('feil')
    await page.getByLabel('Avsenderens navn').fill('Eksempel legesenter')
    await page.getByLabel('Avsenderens adresse').fill('post@klinikk.example')
    await page.getByLabel('Send prøven til').fill('leder@klinikk.example')
    await page.getByRole('button', { name: 'Send prøve' }).click()
    await expect(testSteps(page).nth(3)).toContainText('Pålogging')
    await expect(testSteps(page).nth(3)).toContainText('gikk ikke')
    await expect(page.getByText('E-posttjeneren godtok ikke brukernavn og passord.')).toBeVisible()
    await expectAccessible(page, 'e-mail settings', 'main')
  })

  await test.step('the right one goes through, is saved, and is not shown again', async () => {
    await page.getByLabel('Passord').fill(mail.server.password)
    await page.getByRole('button', { name: 'Send prøve' }).click()
    await expect(page.getByText('Prøven er sendt.')).toBeVisible()
    expect(mail.received).toHaveLength(1)
    await page.getByRole('button', { name: 'Lagre' }).click()
    await expect(toast(page, 'E-postoppsettet er lagret')).toBeVisible()
    await expect(page.getByLabel('Passord')).toHaveValue('')
    await expect(page.getByText('Lagret kryptert.')).toBeVisible()
    const settings = await callCore(page, 'settings.get', {})
    const messaging = { ...settings.messaging, confirmationDelayMinutes: 0 }
    await callCore(page, 'settings.save', { messaging })
  })

  const patient = await withEmail(page)
  const name = `${patient.givenName} ${patient.familyName}`

  await test.step('a patient asks for e-mail, and says yes to it', async () => {
    await page.getByRole('navigation', { name: 'Hovedsider' }).getByRole('link', { name: 'I dag' }).click()
    await findPatient(page, name, name)
    await page.keyboard.press('k')
    const preferred = side(page).getByRole('radiogroup', { name: 'Foretrukket kanal' })
    await preferred.getByRole('radio', { name: 'E-post' }).click()
    await expect(toast(page, `${patient.givenName} får nå meldinger på e-post`)).toBeVisible()
    await expect(side(page).getByText('Samtykke til påminnelser på e-post er ikke registrert')).toBeVisible()
    await expectAccessible(page, 'preferred channel', '[aria-label="Pasient"]')
    await side(page).getByRole('button', { name: 'ja til alle på E-post' }).click()
    await page.keyboard.press('Control+Enter')
    await expect(side(page).getByText('er ikke registrert')).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(patientCard(page, name).getByText('foretrekker e-post')).toBeVisible()
  })

  await test.step('a code goes by e-mail, is read back, and the address is verified', async () => {
    await page.keyboard.press('Shift+V')
    await expect(side(page).getByText('E-post kan ta noen minutter.')).toBeVisible()
    await side(page).getByRole('button', { name: 'Send kode' }).click()
    await side(page)
      .getByLabel('Kode fra pasienten')
      .fill(await codeIn(mail))
    await page.keyboard.press('Enter')
    await expect(toast(page, `${patient.email?.display} er bekreftet`)).toBeVisible()
    const message = patientCard(page, name).getByRole('listitem').filter({ hasText: 'ngangskode' }).first()
    await expect(message).toContainText('e-post')
    await expect(message).toContainText('sendt')
  })

  await test.step('a booking is confirmed by e-mail, under a subject that tells nothing', async () => {
    const before = mail.received.length
    await book(page, patient)
    await expect.poll(() => mail.received.length).toBe(before + 1)
    const raw = mail.received.at(-1)?.raw ?? ''
    expect(raw).toMatch(/^Subject: Melding fra /m)
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m)
    expect(raw).not.toContain(patient.familyName)
  })

  await test.step('a server that is gone is named where messages are looked after', async () => {
    await mail.close()
    await callCore(page, 'codes.send', { patientId: patient.id, channel: 'email' })
    await page
      .getByRole('navigation', { name: 'Hovedsider' })
      .getByRole('link', { name: 'Meldinger' })
      .click()
    await page.getByText('Utboks', { exact: true }).click()
    await expect(page.getByText('E-post går ikke ut nå: E-posttjeneren tar ikke imot')).toBeVisible()
    await expectAccessible(page, 'outbox without a mail server', 'main')
  })
})

/** A grown patient of the demo clinic, whose e-mail address is entered. */
async function withEmail(page: Page): Promise<Patient> {
  const { hits } = await callCore(page, 'patients.list', { filter: 'all', cursor: null, limit: 100 })
  for (const hit of hits.filter(({ isProtected, age }) => !isProtected && (age ?? 0) > 20)) {
    const patient = await callCore(page, 'patients.open', { id: hit.id, reason: null })
    if (!patient.mobile || patient.isReserved || patient.alerts.length > 0) continue
    const [number] = patient.identifiers
    return await callCore(page, 'patients.update', {
      id: patient.id,
      version: patient.version,
      draft: {
        familyName: patient.familyName,
        givenName: patient.givenName,
        birthDate: patient.birthDate,
        sex: patient.sex,
        language: 'nb',
        nationalNumber: number?.value ?? null,
        nationalNumberType: number?.type ?? null,
        acceptsNumberWarning: true,
        addressProtection: patient.addressProtection,
        address: patient.address,
        mobile: patient.mobile.value,
        email: 'pasient@post.example',
        gpClinicianId: patient.gp?.clinicianId ?? null,
        gpExternalName: patient.gp?.clinicianId ? null : (patient.gp?.name ?? null),
        note: patient.note
      }
    })
  }
  throw new Error('The demo clinic has nobody to write to.')
}

async function codeIn(mail: TestMailServer): Promise<string> {
  const find = () => /er (\d{6})\./.exec(mail.received.at(-1)?.raw ?? '')?.[1]
  await expect.poll(find).toMatch(/^\d{6}$/)
  return find() ?? ''
}

async function book(page: Page, { id }: Patient): Promise<void> {
  const [clinician] = await callCore(page, 'clinicians.list', {})
  const [type] = await callCore(page, 'appointmentTypes.list', {})
  if (!clinician || !type) throw new Error('The demo clinic has clinicians and types.')
  const { now } = await callCore(page, 'system.state', {})
  const from = Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Oslo').toPlainDate().add({ days: 10 })
  const [opening] = await callCore(page, 'appointments.findFree', {
    typeId: type.id,
    clinicianIds: [clinician.id],
    durationMinutes: 20,
    partOfDay: null,
    weekdays: [],
    from: from.toString(),
    fromMinute: null,
    until: null,
    movingId: null,
    limit: 1
  })
  if (!opening) throw new Error('There is no free time.')
  await callCore(page, 'appointments.book', {
    patientId: id,
    clinicianId: clinician.id,
    typeId: type.id,
    date: opening.date,
    time: opening.time,
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  })
}
