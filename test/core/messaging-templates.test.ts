import { expect, it } from 'vitest'
import { openMessaging } from './fixtures/messaging'

async function openTemplates() {
  const clinic = await openMessaging()
  const reminder = { purpose: 'appointment-reminder', language: 'nb' } as const
  return {
    clinic,
    reminder,
    save: (body: string) => clinic.manager.call('templates.save', { ...reminder, body }),
    preview: (body: string) => clinic.desk.call('messages.preview', { ...reminder, body, patientId: null })
  }
}

it('keeps who changed a text and when, and restores an earlier one as a new version', async () => {
  const { clinic, reminder, save } = await openTemplates()
  const [first] = await clinic.manager.call('templates.history', reminder)
  if (!first) throw new Error('there is always the first text')
  await save('Time {date} kl. {time}.')
  await clinic.at('2026-11-26T09:00:00Z')
  await save(first.body)
  expect(await clinic.manager.call('templates.history', reminder)).toEqual([
    { version: 2, body: first.body, createdAt: '2026-11-26T09:00:00.000Z', userName: 'Marit Bakke' },
    {
      version: 1,
      body: 'Time {date} kl. {time}.',
      createdAt: '2026-11-26T08:00:00.000Z',
      userName: 'Marit Bakke'
    },
    { version: 0, body: first.body, createdAt: null, userName: null }
  ])
  await expect(clinic.desk.call('templates.history', reminder)).rejects.toMatchObject({ code: 'not-allowed' })
})

it.each([
  ['Time {date} – kl. {time} “hos oss”…', 'Time {date} - kl. {time} "hos oss"...'],
  ['Time {date} kl. {time} på café José ✨', 'Time {date} kl. {time} på café José '],
  ['Times {date} {time}: ábc çíő', 'Times {date} {time}: abc cio']
])('offers for “%s” a text that one SMS holds', async (body, expected) => {
  const { preview } = await openTemplates()
  expect(await preview(body)).toMatchObject({ encoding: 'ucs2', gsm7Body: expected })
  expect(await preview(expected)).toMatchObject({ encoding: 'gsm7', gsm7Body: null })
})

it('offers nothing for a script that the alphabet lacks', async () => {
  const { preview } = await openTemplates()
  expect(await preview('Время {date} {time}')).toMatchObject({ encoding: 'ucs2', gsm7Body: null })
})

it.each([
  'name',
  'Name',
  'navn',
  'familyName',
  'birthDate',
  'nationalNumber',
  'fødselsnummer',
  'cpr',
  'bsn',
  'reason',
  'årsak',
  'reden',
  'note',
  'type',
  'specialty',
  'clinician',
  'address'
])('cannot be made to put {%s} into a reminder', async (field) => {
  const { save } = await openTemplates()
  await expect(save(`Time {date} kl. {time} {${field}}`)).rejects.toMatchObject({
    code: 'template-field-forbidden',
    parameters: { field: `{${field}}` }
  })
})

it.each(['17858710227', '178587 10227', '251248-9996', '2512489996', '111222333'])(
  'cannot be made to put the national number %s into a text',
  async (number) => {
    const { save } = await openTemplates()
    await expect(save(`Time {date} kl. {time} ${number}`)).rejects.toMatchObject({
      code: 'template-national-number'
    })
  }
)

it.each(['00 00 00 00', '41234567', '+31612345678', '0612345678', '123456789'])(
  'takes the telephone number %s for what it is',
  async (number) => {
    const { preview } = await openTemplates()
    const { problems } = await preview(`Time {date} kl. {time}. Ring ${number}.`)
    expect(problems).toEqual([])
  }
)

it('writes down whose message was looked at beforehand', async () => {
  const { clinic, reminder } = await openTemplates()
  const { id: patientId } = await clinic.register('Nordmann')
  const body = 'Time {date} kl. {time}.'
  await clinic.desk.call('messages.preview', { ...reminder, body, patientId })
  await clinic.desk.call('messages.preview', { ...reminder, body: `${body} Ring oss.`, patientId })
  const { entries } = await clinic.desk.call('audit.forPatient', { patientId, cursor: null })
  expect(entries.filter(({ action }) => action === 'message.previewed')).toHaveLength(1)
})
