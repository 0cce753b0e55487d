import { appointmentEvents, type Appointment } from '../../../src-preload/contract/appointments'
import { measure } from '../measure'
import type { Part } from '../part'

const BOARDS = 20

/** Twenty open boards, each of which asks for the changed patient's part at every change, as the page does. */
export const boards: Part = {
  name: 'boards',
  title: 'Waiting room of 250 appointments of a day, twenty boards open, 100,000 patients',
  async run({ largeClinic }) {
    const { call, core } = await largeClinic()
    const { expected } = await call('waitingRoom.board', {})
    const at = (index: number): Appointment => expected[index % expected.length]!
    let answers: Promise<string>[] = []
    const listen = () =>
      core.events.subscribe((event, payload) => {
        if (event !== 'appointments.changed') return
        const { patientId } = appointmentEvents[event].payload.parse(payload)
        if (patientId === null) return
        const part = call('waitingRoom.part', { patientIds: [patientId] })
        answers.push(part.then((answer) => JSON.stringify(answer)))
      })
    const stops = Array.from({ length: BOARDS }, listen)
    const quietly = () => {
      answers = []
    }
    const rows = [
      await measure({
        what: 'waitingRoom.board',
        calls: 100,
        target: { of: 'p99', most: 10 },
        run: () => call('waitingRoom.board', {})
      }),
      await measure({
        what: 'waitingRoom.part of one patient',
        calls: 100,
        target: { of: 'p99', most: 10 },
        run: (index) => call('waitingRoom.part', { patientIds: [at(index).patientId] })
      }),
      await measure({
        what: 'wall.board',
        calls: 100,
        target: { of: 'p99', most: 10 },
        run: () => call('wall.board', {})
      }),
      await measure({
        what: 'an arrival, until 20 boards have their part of it',
        calls: 50,
        target: { of: 'p95', most: 200 },
        before: quietly,
        async run(index) {
          const id = at(index >> 1).id
          await call(index % 2 === 0 ? 'waitingRoom.arrive' : 'waitingRoom.stepBack', { id })
          await Promise.all(answers)
        }
      })
    ]
    for (const stop of stops) stop()
    return rows
  }
}
