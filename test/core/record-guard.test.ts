import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { methods, type MethodName } from '../../src-preload/contract'
import { PatientId } from '../../src-preload/contract/ids'
import { UNGUARDED } from '../../src-main/core/record-guard'
import type { AppError } from '../../src-main/core/platform/app-error'
import { Session } from '../../src-main/core/rpc/session'
import { patientDraft } from '../builders/patient'
import { openTestClinic } from './fixtures/clinic'
import { openDesk } from './fixtures/desk'
import { openMessaging } from './fixtures/messaging'

/** The paths at which an input names a patient: `patientId`, `patientIds[]`, `draft.guardianPatientId`. */
function patientPaths(schema: unknown, path = ''): string[] {
  if (schema === PatientId) return [path]
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, part]) =>
      patientPaths(part, path ? `${path}.${key}` : key)
    )
  if (schema instanceof z.ZodArray) return patientPaths(schema.element, `${path}[]`)
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option: unknown) => patientPaths(option, path))
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return patientPaths(schema.unwrap(), path)
  return []
}

const naming = Object.entries(methods)
  .map(([name, { input }]) => ({ name: name as MethodName, paths: patientPaths(input) }))
  .filter(({ paths }) => paths.length > 0)

/** What the guard itself finds in an input. */
const isFound = (name: string, path: string) =>
  ['patientId', 'childId', 'oneId', 'survivor.id'].includes(path) ||
  (path === 'id' && name.startsWith('patients.'))

describe('a confidential or protected patient', () => {
  it('is found by the guard in every method that names a patient, or the method says why not', () => {
    const missed = naming.filter(
      ({ name, paths }) => !(name in UNGUARDED) && !paths.some((path) => isFound(name, path))
    )
    expect(missed).toEqual([])
  })

  it('is spoken of by no method to somebody who has not said why', async () => {
    const clinic = await openTestClinic()
    const desk = await clinic.as('receptionist')
    const { id } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.setConfidentiality', { id, confidentiality: 'vip' })
    const session = new Session()
    const call = { actor: { userId: null, name: 'Nobody', role: 'manager' }, session }
    // The guard stands before the handler, so whatever else the input should hold does not matter.
    const codeOf = async (name: MethodName) =>
      await Reflect.apply(clinic.core.handlers[name]!, undefined, [
        { patientId: id, childId: id, id },
        call
      ]).then(
        () => 'answered',
        (error: AppError) => error.code
      )
    const guardedMethods = naming.filter(({ name }) => !(name in UNGUARDED))
    const answers = await Promise.all(guardedMethods.map(async ({ name }) => [name, await codeOf(name)]))
    expect(answers).toEqual(guardedMethods.map(({ name }) => [name, 'reason-required']))
  })

  it('is spoken of to whoever has said why, until they sign in anew', async () => {
    const { as } = await openTestClinic()
    const desk = await as('receptionist')
    const manager = await as('manager')
    const { id } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.setConfidentiality', { id, confidentiality: 'staff' })
    const ask = { patientId: id, limit: 5 }
    await expect(manager.call('appointments.forPatient', ask)).rejects.toMatchObject({
      code: 'reason-required',
      parameters: { patientId: id }
    })
    await manager.call('patients.open', { id, reason: 'booking' })
    expect(await manager.call('appointments.forPatient', ask)).toMatchObject({ total: 0 })
    const again = await as('manager')
    await expect(again.call('appointments.forPatient', ask)).rejects.toMatchObject({
      code: 'reason-required'
    })
  })

  it('has no history of an appointment told to somebody who has not said why', async () => {
    const { desk, manager, book, ingrid } = await openDesk()
    const { appointment } = await book()
    await desk.call('patients.setConfidentiality', { id: ingrid, confidentiality: 'vip' })
    const ask = { id: appointment.id }
    await expect(manager.call('appointments.history', ask)).rejects.toMatchObject({ code: 'reason-required' })
    expect(await desk.call('appointments.history', ask)).toHaveLength(1)
  })

  it('has no letter shown to somebody who has not said why, and the list names it only', async () => {
    const { desk, manager, ingrid } = await openDesk()
    const text = { subject: 'Innkalling', body: 'Ring oss om prøvesvar.' }
    const letter = { patientId: ingrid, kind: 'general', appointmentId: null, ...text } as const
    const { id } = await desk.call('letters.write', letter)
    await desk.call('patients.setConfidentiality', { id: ingrid, confidentiality: 'vip' })
    const sheets = { ids: [id] }
    await expect(manager.call('letters.sheets', sheets)).rejects.toMatchObject({
      code: 'reason-required',
      parameters: { patientId: ingrid }
    })
    await manager.call('patients.open', { id: ingrid, reason: 'contact' })
    expect(await manager.call('letters.sheets', sheets)).toMatchObject([{ body: 'Ring oss om prøvesvar.' }])
  })

  it('stands in outbox and inbox without number and text for somebody who has not said why', async () => {
    const { desk, manager, register, modem } = await openMessaging()
    const { id } = await register('Kjent', { mobile: '412 34 567' })
    await desk.call('messages.send', { patientId: id, text: 'Husk medisinlisten.', answerTo: null })
    await modem.receive('+4741234567', 'Jeg har fått utslett')
    await desk.call('patients.setConfidentiality', { id, confidentiality: 'vip' })
    const page = { filter: 'all', cursor: null, limit: 5 } as const
    const [sent] = (await manager.call('messages.outbox', page)).messages
    expect(sent).toMatchObject({
      patientId: id,
      patientName: 'Test Kjent',
      recipient: '•••',
      text: '',
      isWithheld: true
    })
    const [read] = (await manager.call('messages.inbox', page)).messages
    expect(read).toMatchObject({ patientId: id, sender: '•••', text: '', isWithheld: true })
    const asked = { id: read!.id, isRead: true, patientId: null }
    expect(await manager.call('messages.markRead', asked)).toMatchObject({ text: '', isWithheld: true })
    await manager.call('patients.open', { id, reason: 'contact' })
    expect((await manager.call('messages.inbox', page)).messages).toMatchObject([
      { sender: '412 34 567', text: 'Jeg har fått utslett', isWithheld: false }
    ])
    expect((await manager.call('messages.outbox', page)).messages[0]).toMatchObject({
      text: 'Husk medisinlisten.',
      isWithheld: false
    })
  })

  it('stands in the task list without number and words for somebody who has not said why', async () => {
    const { desk, manager, register, modem } = await openMessaging()
    const { id } = await register('Kjent', { mobile: '412 34 567' })
    await modem.receive('+4741234567', 'Jeg har fått utslett')
    const plain = { patientId: id, dueOn: '2026-11-26', ownerId: null, note: 'Ring i dag' }
    const made = await desk.call('tasks.create', { ...plain, title: 'Prøvesvar' })
    await desk.call('patients.setConfidentiality', { id, confidentiality: 'vip' })
    const listed = async () => (await manager.call('tasks.list', { filter: 'all' })).tasks
    const hidden = { patientName: 'Test Kjent', mobile: '•••' }
    expect(await listed()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...hidden, kind: 'reply', title: '' }),
        expect.objectContaining({ ...hidden, kind: 'other', title: 'Prøvesvar' })
      ])
    )
    const { ref } = made.task
    if (ref.of !== 'task') throw new Error('a task of its own was made')
    const done = await manager.call('tasks.setDone', { id: ref.id, isDone: true })
    expect(done.task).toMatchObject(hidden)
    await manager.call('patients.open', { id, reason: 'task' })
    expect(await listed()).toMatchObject([
      { kind: 'reply', mobile: '412 34 567', title: 'Jeg har fått utslett' }
    ])
  })

  it('takes no empty line for a reason', async () => {
    const { as } = await openTestClinic()
    const desk = await as('receptionist')
    const one = await desk.call('patients.create', patientDraft({ addressProtection: 'confidential' }))
    const other = await desk.call('patients.create', patientDraft({ nationalNumber: null }))
    const again = await as('receptionist')
    const pair = { oneId: one.id, otherId: other.id }
    for (const reason of ['', '  ']) {
      const refused = { code: 'invalid-input' }
      await expect(again.call('duplicates.compare', { ...pair, reason })).rejects.toMatchObject(refused)
      await expect(again.call('patients.open', { id: one.id, reason })).rejects.toMatchObject(refused)
    }
  })

  it('shows no number, mobile or GP in a search, and is found by them', async () => {
    const { as } = await openTestClinic()
    const desk = await as('receptionist')
    const { id } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.setConfidentiality', { id, confidentiality: 'vip' })
    const { hits } = await desk.call('patients.search', { text: '178587 10227', limit: 5 })
    expect(hits).toMatchObject([
      { id, isConfidential: true, birthDate: '1987-05-17', nationalNumber: null, mobile: null, gpName: null }
    ])
  })

  it('is unmarked by a manager only', async () => {
    const { as } = await openTestClinic()
    const desk = await as('receptionist')
    const { id } = await desk.call('patients.create', patientDraft())
    await desk.call('patients.setConfidentiality', { id, confidentiality: 'vip' })
    const lift = { id, confidentiality: 'none' } as const
    await expect(desk.call('patients.setConfidentiality', lift)).rejects.toMatchObject({
      code: 'not-allowed'
    })
    const manager = await as('manager')
    await manager.call('patients.open', { id, reason: 'contact' })
    expect(await manager.call('patients.setConfidentiality', lift)).toMatchObject({ confidentiality: 'none' })
  })
})
