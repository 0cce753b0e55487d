import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decisionHistory } from '../../src-main/core/features/consents/consents.queries'
import { findPatientRows } from '../../src-main/core/features/patients'
import type { AppointmentId, MergeId, PatientId } from '../../src-preload/contract/ids'
import { namedDraft } from '../builders/patient'
import type { Client } from './fixtures/clinic'
import { openDesk, type Desk } from './fixtures/desk'

/**
 * What the clinic should hold, told by what was done: each person has a record of their own, and where records are one,
 * what is done there is done for whoever it was whose record it is now, unless it belongs to something of the other's.
 */
interface Person {
  readonly id: PatientId
  /** Whose record theirs is in now: their own, or the one it was merged into. */
  holder: Person
  /** Appointments, and with them their messages; consents and texts by when they were made. */
  readonly appointments: Set<AppointmentId>
  readonly decisions: Set<number>
  note: string
}

interface MergeStep {
  readonly id: MergeId
  readonly survivor: Person
  readonly loser: Person
  isStanding: boolean
}

interface World {
  readonly clinic: Desk
  readonly desk: Client
  readonly people: Person[]
  readonly merges: MergeStep[]
  slots: number
}

/** Everybody whose record is in this one. */
const within = ({ people }: World, holder: Person): Person[] =>
  people.filter((person) => person.holder === holder)
const standing = ({ people }: World): Person[] => people.filter((person) => person.holder === person)

class Register implements fc.AsyncCommand<object, World> {
  check = () => true
  async run(_model: object, world: World): Promise<void> {
    const name = `Lunde${world.people.length}`
    const mobile = `4000000${world.people.length % 10}`
    const { id } = await world.desk.call('patients.create', namedDraft(name, 'Anne', { mobile, note: name }))
    const person = { id, appointments: new Set<AppointmentId>(), decisions: new Set<number>(), note: name }
    const own: Person = Object.assign(person, { holder: undefined as unknown as Person })
    own.holder = own
    world.people.push(own)
    await hold(world)
  }
  toString = () => 'register'
}

abstract class OnOne implements fc.AsyncCommand<object, World> {
  constructor(protected readonly pick: number) {}
  check = () => true
  async run(_model: object, world: World): Promise<void> {
    const people = standing(world)
    const person = people[this.pick % people.length]
    if (person) await this.act(world, person)
    await hold(world)
  }
  abstract act(world: World, person: Person): Promise<void>
  toString = () => `${this.constructor.name}(${this.pick})`
}

/** Another place for each. */
function placeOf(slot: number): { date: string; time: string } {
  const hour = String(8 + (slot % 7)).padStart(2, '0')
  return {
    date: `2026-12-${String(7 + (slot % 5)).padStart(2, '0')}`,
    time: `${hour}:${slot % 2 === 0 ? '00' : '30'}`
  }
}

class Book extends OnOne {
  async act(world: World, person: Person): Promise<void> {
    world.slots += 1
    const { appointment } = await world.clinic.book({
      patientId: person.id,
      ...placeOf(world.slots),
      isOverbooking: true
    })
    person.appointments.add(appointment.id)
  }
}

class Decide extends OnOne {
  async act(world: World, person: Person): Promise<void> {
    await world.desk.call('consents.record', {
      patientId: person.id,
      decisions: [{ purpose: 'recall', channel: 'sms', decision: 'given' }]
    })
    const { id } = await world.clinic.core.database.reader
      .selectFrom('consent_decision')
      .select(({ fn }) => fn.max('id').as('id'))
      .executeTakeFirstOrThrow()
    person.decisions.add(id)
  }
}

class Edit extends OnOne {
  async act(world: World, person: Person): Promise<void> {
    const note = `${person.note}*`
    const { version, familyName, mobile } = await world.desk.call('patients.open', {
      id: person.id,
      reason: null
    })
    const { guardians: _none, ...draft } = namedDraft(familyName, 'Anne', {
      mobile: mobile?.value ?? null,
      note
    })
    await world.desk.call('patients.update', { id: person.id, version, draft })
    person.note = note
  }
}

/** Moving an appointment writes messages and history to it, whoever's it turns out to be. */
class Move extends OnOne {
  async act(world: World, person: Person): Promise<void> {
    const [own] = within(world, person).flatMap(({ appointments }) => [...appointments])
    if (own === undefined) return
    const { version } = await world.desk.call('appointments.get', { id: own })
    world.slots += 1
    await world.desk.call('appointments.move', {
      id: own,
      version,
      clinicianId: world.clinic.clinicians[0].id,
      durationMinutes: 20,
      ...placeOf(world.slots),
      isOverbooking: true
    })
  }
}

class Merge implements fc.AsyncCommand<object, World> {
  constructor(
    private readonly one: number,
    private readonly other: number
  ) {}
  check = () => true
  async run(_model: object, world: World): Promise<void> {
    const people = standing(world)
    const [survivor, loser] = [people[this.one % people.length], people[this.other % people.length]]
    if (!survivor || !loser || survivor === loser) return
    const read = async (id: PatientId) => await world.desk.call('patients.open', { id, reason: null })
    const [kept, gone] = [await read(survivor.id), await read(loser.id)]
    const { mergeId } = await world.desk.call('duplicates.merge', {
      survivor: { id: kept.id, version: kept.version },
      loser: { id: gone.id, version: gone.version },
      choices: {},
      reason: null
    })
    for (const person of within(world, loser)) person.holder = survivor
    world.merges.push({ id: mergeId, survivor, loser, isStanding: true })
    await hold(world)
  }
  toString = () => `Merge(${this.one}, ${this.other})`
}

class Undo implements fc.AsyncCommand<object, World> {
  constructor(private readonly pick: number) {}
  check = () => true
  async run(_model: object, world: World): Promise<void> {
    const merge = world.merges[this.pick % Math.max(world.merges.length, 1)]
    if (!merge) return
    const call = world.desk.call('duplicates.undo', { mergeId: merge.id, sides: [] })
    if (!merge.isStanding) await expect(call).rejects.toMatchObject({ code: 'merge-undone' })
    else if (merge.survivor.holder !== merge.survivor)
      await expect(call).rejects.toMatchObject({ code: 'merge-inside' })
    else {
      await call
      merge.isStanding = false
      for (const person of insideOf(world, merge.loser)) person.holder = merge.loser
    }
    await hold(world)
  }
  toString = () => `Undo(${this.pick})`
}

/** Those whose records went into this one by merges that stand, and this one. */
function insideOf(world: World, holder: Person): Person[] {
  const into = world.merges.filter(({ isStanding, survivor }) => isStanding && survivor === holder)
  return [holder, ...into.flatMap(({ loser }) => insideOf(world, loser))]
}

/** Every appointment, message and decision is where it belongs, and nothing is lost. */
async function hold(world: World): Promise<void> {
  const { reader, driver } = world.clinic.core.database
  const rows = await reader.selectFrom('appointment').select(['id', 'patient_id']).orderBy('id').execute()
  const expected = world.people.flatMap((person) =>
    [...person.appointments].map((id) => ({ id, patient_id: person.holder.id }))
  )
  expect(rows).toEqual(expected.sort((one, other) => one.id - other.id))
  const strays = driver
    .prepare(
      `select message.id from message join appointment on appointment.id = message.appointment_id
        where message.patient_id <> appointment.patient_id`
    )
    .all()
  expect(strays).toEqual([])
  const patients = new Map(
    (
      await findPatientRows(
        reader,
        world.people.map(({ id }) => id)
      )
    ).map((row) => [row.id, row])
  )
  for (const person of world.people) {
    const row = patients.get(person.id)
    expect(row?.merged_into ?? person.id).toBe(person.holder.id)
    if (person.holder !== person) continue
    expect(row?.note).toBe(person.note)
    const decisions = within(world, person).flatMap((each) => [...each.decisions])
    const history = await decisionHistory(reader, person.id)
    expect(history.map(({ id }) => id)).toEqual(decisions.sort((one, other) => other - one))
  }
  expect(driver.pragma('foreign_key_check')).toEqual([])
}

async function openWorld(): Promise<World> {
  const clinic = await openDesk()
  return { clinic, desk: clinic.desk, people: [], merges: [], slots: 0 }
}

const pick = fc.nat({ max: 5 })

it(
  'leaves every appointment, consent and message with the right patient after any merges, edits and undos',
  { timeout: 120_000 },
  async () => {
    const commands = fc.commands(
      [
        fc.constant(new Register()),
        pick.map((at) => new Book(at)),
        pick.map((at) => new Decide(at)),
        pick.map((at) => new Edit(at)),
        pick.map((at) => new Move(at)),
        fc.tuple(pick, pick).map(([one, other]) => new Merge(one, other)),
        fc.tuple(pick, pick).map(([one, other]) => new Merge(one, other)),
        pick.map((at) => new Undo(at))
      ],
      { maxCommands: 30, size: 'max' }
    )
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const world = await openWorld()
        for (const _ of [1, 2, 3]) await new Register().run({}, world)
        await fc.asyncModelRun(() => ({ model: {}, real: world }), steps)
      }),
      { numRuns: 6, endOnFailure: true }
    )
  }
)
