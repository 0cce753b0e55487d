import type { Page } from '@playwright/test'
import type { Patient } from '@contract/patients'
import { addClinician, bookFor, register, sentTo, write } from '../fixtures/arrange'
import { makeTrainingClinic, PASSWORD } from '../fixtures/clinics'
import { expect } from '../fixtures/launch'
import { test } from '../fixtures/serial-clinic'
import { findPatient, typePassword } from '../fixtures/steps'

// Easter 2027: Sunday 28 March, when summer time begins too, and Monday 29 are days off; Saturday is none.
const MONDAY_BEFORE = '2027-03-22T09:05:00Z'
const FIRST_REMINDER = '2027-03-27T09:20:00.000Z'
const BEFORE_THE_HOLIDAY = '2027-03-27T19:50:00.000Z'
const JUST_BEFORE = '2027-03-27T19:49:57Z'
/** Five past eight in the evening, Norwegian summer time. */
const WEDNESDAY_EVENING = '2027-03-31T18:05:00Z'
const WEDNESDAY_MORNING = '2027-03-31T06:00:00.000Z'

const KARI = '+4741234567'
const OLA = '+4741234568'
const PER = '+4741234569'

const reminder = (when: string): string =>
  `Påminnelse: Du har time ${when} hos Eksempel legesenter. Avbestill senest 24 t før: 22 00 00 00. Svar STOPP for ikke å få påminnelser.`

test('reminders over Easter leave on the last working hour before it, and a PC that was off sends nothing late', async ({
  serialClinic
}) => {
  const { port, startAt, received, simulator } = await serialClinic()
  let page = (await startAt(MONDAY_BEFORE)).page
  await makeTrainingClinic(page, { kind: 'serial', path: port, imei: null })
  const { id: clinicianId } = await addClinician(page, 'Anne Lunde')
  const book = async (familyName: string, mobile: string, date: string, time: string): Promise<Patient> => {
    const patient = await register(page, familyName, mobile)
    await bookFor(page, { patientId: patient.id, clinicianId, date, time })
    return patient
  }
  const kari = await book('Fjellbekk', KARI, '2027-03-30', '10:20')
  const ola = await book('Fjellvik', OLA, '2027-03-31', '10:00')
  const per = await book('Fjelldal', PER, '2027-04-01', '12:00')

  await test.step('what would fall on the holiday, or in the quiet hours behind it, is planned for the evening before', async () => {
    expect(await remindersOf(page, kari)).toEqual([FIRST_REMINDER, BEFORE_THE_HOLIDAY])
    expect(await remindersOf(page, ola)).toEqual([BEFORE_THE_HOLIDAY])
    expect(await remindersOf(page, per)).toEqual([BEFORE_THE_HOLIDAY, WEDNESDAY_MORNING])
  })

  await test.step('the PC comes on a moment before: each is reminded once and on the minute, and gets nothing that is late', async () => {
    page = (await startAt(JUST_BEFORE)).page
    await typePassword(page, PASSWORD)
    await expect.poll(() => simulator.journal.messages.length, { timeout: 20_000 }).toBe(3)
    expect(received(KARI)).toEqual([reminder('30.03 kl. 10.20')])
    expect(received(OLA)).toEqual([reminder('31.03 kl. 10.00')])
    expect(received(PER)).toEqual([reminder('01.04 kl. 12.00')])
    for (const patient of [kari, ola, per]) {
      await expect.poll(() => leftAt(page, patient)).toEqual([expect.stringMatching(/^2027-03-27T19:50:/)])
      expect(await stateOf(page, patient, 'booking-confirmation')).toBe('expired')
    }
    // Ten hours late, and the next one is here: the morning's is left out.
    expect(await stateOf(page, kari, 'appointment-reminder')).toBe('expired')
  })

  await test.step('the PC was off until Wednesday evening: the reminder of that morning is not sent any more', async () => {
    page = (await startAt(WEDNESDAY_EVENING)).page
    await typePassword(page, PASSWORD)
    const card = await findPatient(page, 'fjelldal', 'Test Fjelldal')
    await expect(card.getByRole('listitem').filter({ hasText: 'for sent' })).toHaveCount(2)
    await write(page, per, 'Vi sees i morgen.')
    await expect.poll(() => received(PER)).toEqual([reminder('01.04 kl. 12.00'), 'Vi sees i morgen.'])
    expect(simulator.journal.sent).toHaveLength(4)
  })
})

/** When reminders are to leave. */
async function remindersOf(page: Page, patient: Patient): Promise<string[]> {
  const messages = await sentTo(page, patient)
  return messages
    .filter(({ purpose }) => purpose === 'appointment-reminder')
    .map(({ notBefore }) => notBefore)
    .sort()
}

/** When messages left, by the program's own clock. */
async function leftAt(page: Page, patient: Patient): Promise<string[]> {
  return (await sentTo(page, patient)).flatMap(({ sentAt }) => sentAt ?? []).sort()
}

async function stateOf(page: Page, patient: Patient, wanted: string): Promise<string | undefined> {
  return (await sentTo(page, patient)).find(({ purpose }) => purpose === wanted)?.state
}
