import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Clinician } from '../../src-preload/contract/settings'
import { openWaitingList, withWaitingList, type Waiting, type WaitingListDesk } from './fixtures/waiting-list'

const ROUNDS = 12
const PEOPLE = 3

const who = fc.nat({ max: PEOPLE - 1 })
const step = fc.oneof(
  fc.record({ kind: fc.constant('yes' as const), who }),
  fc.record({ kind: fc.constant('no' as const), who }),
  fc.record({ kind: fc.constant('telephone' as const), who }),
  fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 5, max: 40 }) }),
  fc.constant({ kind: 'book' as const }),
  fc.constant({ kind: 'stop' as const }),
  fc.constant({ kind: 'restart' as const })
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** An offered place, and what patients, the desk, the clock and a crash do to it in any order. */
it(
  'gives an offered place to one patient at most, whatever comes in whatever order',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('in-turn' as const, 'first-come' as const),
        fc.array(step, { minLength: 3, maxLength: 8 }),
        async (mode, steps) => {
          let clinic = await openWaitingList()
          const people: Waiting[] = []
          for (let index = 0; index < PEOPLE; index += 1)
            people.push(await clinic.waiting(`412 34 56${index}`))
          const gap = await clinic.openGap()
          await clinic.offer(gap, { mode })
          await clinic.core.runOutbox()
          for (const each of steps) clinic = await take(clinic, each, people, gap.id)
          await expectOneWinner(clinic, people)
        }
      ),
      { numRuns: ROUNDS }
    )
  }
)

/** What is refused, because the place is gone or held, changes nothing. */
async function take(
  clinic: WaitingListDesk,
  step: Step,
  people: readonly Waiting[],
  gapId: Awaited<ReturnType<WaitingListDesk['gaps']>>[number]['id']
): Promise<WaitingListDesk> {
  const { desk } = clinic
  const person = 'who' in step ? people[step.who] : undefined
  if (step.kind === 'restart') return withWaitingList(await clinic.again())
  if (step.kind === 'pass') await clinic.at(clinic.clock.now().add({ minutes: step.minutes }).toString())
  if (person && step.kind === 'yes') await clinic.say(person.mobile, 'Ja')
  if (person && step.kind === 'no') await clinic.say(person.mobile, 'Nei')
  if (person && step.kind === 'telephone')
    await refusable(desk.call('waitingList.place', { gapId, entryId: person.entry.id }))
  if (step.kind === 'book') await refusable(bookOver(clinic))
  if (step.kind === 'stop') {
    const running = (await clinic.rounds()).find(({ state }) => state === 'running')
    if (running) await refusable(desk.call('waitingList.stop', { roundId: running.id }))
  }
  await clinic.core.runOutbox()
  return clinic
}

/** Somebody at the desk books the same place for another patient. */
async function bookOver(clinic: WaitingListDesk): Promise<unknown> {
  return await clinic.desk.call('appointments.book', {
    patientId: clinic.odd,
    clinicianId: clinic.clinicians[0].id,
    typeId: clinic.type.id,
    date: '2026-12-03',
    time: '10:00',
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  })
}

async function refusable(work: Promise<unknown>): Promise<void> {
  const refused: unknown = await work.then(
    () => null,
    (error: unknown) => error
  )
  if (refused !== null)
    expect([
      'slot-taken',
      'slot-held',
      'gap-closed',
      'gap-past',
      'offer-ended',
      'waiting-list-ended'
    ]).toContain(codeOf(refused))
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : error
}

async function expectOneWinner(clinic: WaitingListDesk, people: readonly Waiting[]): Promise<void> {
  const { columns } = await clinic.desk.call('appointments.day', { date: '2026-12-03' })
  const clinicianId: Clinician['id'] = clinic.clinicians[0].id
  const column = columns.find((each) => each.clinicianId === clinicianId)
  const there = (column?.appointments ?? []).filter(
    ({ status, time }) => status === 'booked' && time === '10:00'
  )
  expect(there.length).toBeLessThanOrEqual(1)
  const rounds = await clinic.rounds()
  const winners = rounds.flatMap(({ offers }) => offers.filter(({ state }) => state === 'accepted'))
  expect(winners.length).toBeLessThanOrEqual(1)
  for (const { patientId } of winners) expect(there.map((each) => each.patientId)).toEqual([patientId])
  // Who was told that the appointment is moved has it, and nobody else was told so.
  const moved = new Set(
    clinic.modem.sent
      .filter(({ part }) => part.text.startsWith('Timen din er flyttet til 03.12 kl. 10.00'))
      .map(({ to }) => to)
  )
  const holders = people.filter(({ patient }) => there.some(({ patientId }) => patientId === patient.id))
  for (const mobile of moved) expect(holders.map((each) => each.mobile)).toContain(mobile)
  // A place is held while, and only while, somebody can still say yes.
  const held = await clinic.desk.call('waitingList.holds', { from: '2026-12-03', to: '2026-12-03' })
  expect(held.length).toBe(rounds.filter(({ state }) => state === 'running').length)
}
