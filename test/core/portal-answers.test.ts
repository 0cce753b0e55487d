import type { Task } from '@medplum/fhirtypes'
import { expect, it } from 'vitest'
import type { ConsentPurpose } from '../../src-preload/contract/consents'
import { ask } from '../portal-simulator/pages/acts'
import { patientById } from '../portal-simulator/pages/people'
import { FhirClient, type PortalAnswer } from '../../src-main/core/portal'
import { openWorld, type World, type WorldOptions } from './fixtures/portal-world'

const ANSWER = 'Ja. Den er klar i morgen.'

/** Somebody has asked for something at the portal, and the desk has read it. */
async function openAsked(options: Pick<WorldOptions, 'breakClient'> = {}) {
  const world = await openWorld({ seed: 1, ...options })
  await world.round()
  const { store, time } = world.portal
  const [patientId] = world.patients
  const [row] = store.list('Patient')
  const subject = patientById({ store, time }, row?.id ?? '')
  if (!subject || patientId === undefined) throw new Error('nobody is registered')
  const acting = { held: { store, time }, random: world.random, subject, actor: `Patient/${row?.id}` }
  ask(acting, { kind: 'message', text: 'Kan jeg få resepten fornyet?' })
  await world.round()
  const [task] = (await world.desk.call('tasks.list', { filter: 'all' })).tasks
  if (task?.ref.of !== 'task' || task.patientId === null) throw new Error('it has become a task')
  const { id } = task.ref
  const about = task.patientId
  const decide = async (purpose: ConsentPurpose, decision: 'given' | 'withdrawn') => {
    const decisions = [{ purpose, channel: 'sms', decision } as const]
    await world.desk.call('consents.record', { patientId: about, decisions })
  }
  await decide('message-notice', 'given')
  return {
    decide,
    world,
    about,
    answer: async () => (await world.desk.call('tasks.answer', { id, answer: ANSWER })).changeId,
    settle: async () => {
      for (let round = 0; round < 2; round += 1) {
        await world.round()
        world.pass(60)
      }
    },
    told: async () =>
      await world.core.database.reader
        .selectFrom('message')
        .select(['state', 'body', 'recipient', 'not_before'])
        .where('purpose', '=', 'portal-answer')
        .where('patient_id', '=', about)
        .orderBy('id')
        .execute()
  }
}

it('tells by SMS once that there is an answer at the portal, and not what it says', async () => {
  const { world, answer, settle, told } = await openAsked()
  const open = async () => (await world.desk.call('portal.status', {})).requests
  expect(await open()).toBe(1)
  await answer()
  expect([await told(), await open()]).toEqual([[], 0])
  await settle()
  const [task] = world.portal.store.list('Task')
  expect(task).toMatchObject({ status: 'completed', output: [{ valueString: ANSWER }] })
  expect(await told()).toMatchObject([{ state: 'queued', recipient: expect.stringMatching(/^\+474123456/) }])
  const [{ body, not_before } = { body: '', not_before: '' }] = await told()
  expect(body).toContain('pasientportalen')
  expect(body).not.toMatch(/resept|klar i morgen/)
  // As long as the desk may take its answer back.
  expect(Date.parse(not_before) - world.clock.now().epochMilliseconds).toBeGreaterThan(120_000)
})

it('tells of it also where the portal writes something of its own on what it is told', async () => {
  const asked: { world?: World } = {}
  class Stamped extends FhirClient {
    override async update(...given: Parameters<FhirClient['update']>): Promise<PortalAnswer> {
      const answer = await super.update(...given)
      const store = asked.world?.portal.store
      const [task] = store?.list('Task') ?? []
      if (task?.output && !task.lastModified)
        store?.save<Task>({ ...task, lastModified: '2026-12-03T07:00:00Z' })
      return answer
    }
  }
  const { world, answer, settle, told } = await openAsked({ breakClient: (session) => new Stamped(session) })
  asked.world = world
  await answer()
  await settle()
  expect(world.portal.store.list('Task')).toMatchObject([{ lastModified: '2026-12-03T07:00:00Z' }])
  expect(await told()).toMatchObject([{ state: 'queued' }])
})

it('takes it back with the answer, and tells of the next one', async () => {
  const { world, answer, settle, told } = await openAsked()
  const changeId = await answer()
  await settle()
  await world.desk.call('tasks.undo', { changeId })
  await settle()
  expect(await told()).toMatchObject([{ state: 'cancelled' }])
  await answer()
  await settle()
  expect(await told()).toMatchObject([{ state: 'cancelled' }, { state: 'queued' }])
})

it('keeps silent where the portal tells of it, and where the patient wants no SMS', async () => {
  const one = await openAsked()
  const { store } = one.world.portal
  const extension = [{ url: 'urn:skranke:told-by', valueCode: 'portal' }]
  for (const task of store.list('Task')) store.save<Task>({ ...task, extension })
  await one.settle()
  await one.answer()
  await one.settle()
  expect(store.list('Task')).toMatchObject([{ status: 'completed', extension }])
  expect(await one.told()).toEqual([])

  const other = await openAsked()
  await other.decide('message-notice', 'withdrawn')
  await other.answer()
  await other.settle()
  expect(other.world.portal.store.list('Task')).toMatchObject([{ status: 'completed' }])
  expect(await other.told()).toEqual([])
})

it('goes by the consent to be told of messages, until it leaves, and by no other', async () => {
  const { decide, answer, settle, told } = await openAsked()
  await decide('appointment-reminder', 'withdrawn')
  await answer()
  await settle()
  expect(await told()).toMatchObject([{ state: 'queued' }])
  await decide('message-notice', 'withdrawn')
  expect(await told()).toMatchObject([{ state: 'blocked' }])
})
