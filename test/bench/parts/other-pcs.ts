import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { AppointmentChangeId, AppointmentId } from '../../../src-preload/contract/ids'
import { Lan } from '../../../src-main/core/lan'
import { readKeyFile, dataFolderPaths } from '../../../src-main/core/database/data-folder'
import { listActiveUsers } from '../../../src-main/core/features/users'
import { silentLog } from '../../../src-main/core/platform/log'
import { createDispatcher } from '../../../src-main/core/rpc/dispatcher'
import { PASSWORD, type BenchClinic } from '../clinic'
import { measure } from '../measure'
import type { Part } from '../part'

const BOARDS = 20
const Frame = z.looseObject({ kind: z.string(), id: z.number().optional(), event: z.string().optional() })

/** A change at the desk, until the last of twenty boards on other PCs has been told and has read what changed. */
export const otherPcs: Part = {
  name: 'other-pcs',
  title: 'Other PCs: 20 boards over TLS, 100,000 patients, 10 clinicians with 25 appointments',
  async run({ largeClinic, folder }) {
    const clinic = await largeClinic()
    const { lan, port } = await openLan(clinic, join(folder, 'pages'))
    const boards = await openBoards(clinic, port)
    const today = await clinic.call('appointments.day', { date: clinic.today.toString() })
    const booked = today.columns.flatMap(({ appointments }) => appointments)
    let last: { changeId: AppointmentChangeId } | null = null
    const change = async (index: number): Promise<void> => {
      const id: AppointmentId = booked[Math.floor(index / 2) % booked.length]!.id
      if (last) {
        await clinic.call('appointments.undo', { changeId: last.changeId })
        last = null
      } else last = await clinic.call('waitingRoom.arrive', { id })
    }
    const rows = [
      await measure({
        what: 'change to the last board told',
        calls: 60,
        run: async (index) => {
          const told = boards.allTold()
          await change(index)
          await told
        }
      }),
      await measure({
        what: 'change to the last board that has read it',
        calls: 60,
        target: { of: 'p95', most: 200 },
        run: async (index) => {
          const read = boards.allRead()
          await change(index)
          await read
        }
      })
    ]
    boards.close()
    await lan.stop()
    return rows
  }
}

async function openLan(
  { core, folder }: BenchClinic,
  pagesFolder: string
): Promise<{ lan: Lan; port: number }> {
  mkdirSync(pagesFolder, { recursive: true })
  writeFileSync(join(pagesFolder, 'index.html'), '<!doctype html><title>Skranke</title>')
  const port = await freePort()
  const dispatcher = createDispatcher({ handlers: () => core.handlers, log: silentLog, checksOutputs: false })
  const lan = new Lan({
    core,
    key: readKeyFile(dataFolderPaths(folder).trainingKey),
    log: silentLog,
    pagesFolder,
    interfaces: () => [{ name: 'lo', address: '127.0.0.1' }],
    onChange: () => undefined,
    connect(push, session) {
      const stop = core.events.subscribe((event, payload) => {
        if (session.signIn && session.gate?.mayHear(event, session.signIn.user))
          push({ kind: 'event', event, payload })
      })
      return { receive: async (frame) => push(await dispatcher.answer(frame, session)), close: stop }
    }
  })
  await lan.start()
  await lan.save(() => Promise.resolve(), {
    isOn: true,
    interfaceName: 'lo',
    port,
    opensDesk: false,
    waitingPlace: ''
  })
  return { lan, port }
}

/** Boards that do what the page does: told of a change, they read the part of the board that it concerns. */
async function openBoards({ core }: BenchClinic, port: number) {
  const [user] = await listActiveUsers(core.database.reader)
  const told = counter(BOARDS)
  const read = counter(BOARDS)
  const sockets: WebSocket[] = []
  for (let index = 0; index < BOARDS; index += 1) {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/socket`, {
      rejectUnauthorized: false,
      origin: `https://127.0.0.1:${port}`
    })
    sockets.push(socket)
    await new Promise((resolve) => socket.once('open', resolve))
    const signedIn = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const frame = Frame.parse(JSON.parse(data.toString()))
        if (frame.id === 1) resolve()
        else if (frame.id === 2) read.one()
        if (frame.event !== 'appointments.changed') return
        told.one()
        const { patientId } = z.looseObject({ patientId: z.number() }).parse(frame['payload'])
        send(socket, 2, 'waitingRoom.part', { patientIds: [patientId] })
      })
    })
    send(socket, 1, 'session.signIn', { userId: user?.id, password: PASSWORD })
    await signedIn
  }
  return {
    allTold: told.all,
    allRead: read.all,
    close: () => {
      for (const socket of sockets) socket.terminate()
    }
  }
}

function send(socket: WebSocket, id: number, method: string, input: unknown): void {
  socket.send(JSON.stringify({ kind: 'call', id, method, input }))
}

/** Answers when it has been counted to. */
function counter(wanted: number) {
  let count = 0
  let done: (() => void) | null = null
  return {
    one(): void {
      count += 1
      if (count >= wanted) done?.()
    },
    all(): Promise<void> {
      count = 0
      return new Promise((resolve) => {
        done = resolve
      })
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
