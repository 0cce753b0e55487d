import { createWriteStream, mkdirSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type { Temporal } from 'temporal-polyfill'
import type { Core } from '../../../src-main/core/core'
import { SYSTEM_ACTOR } from '../../../src-main/core/rpc/handlers'
import { makeClinic } from '../clinic'
import { cpuMsSince } from '../measure'
import type { Part } from '../part'
import { eachPerson } from '../people'
import { amount } from '../rows'

const SAMPLE_MS = 20
/** How often the desk writes something while the import runs. */
const DESK_EVERY_MS = 100
/** A desk must not be felt to wait. */
const LONGEST_WAIT_MS = 100

/** A register of 100,000 patients from a CSV file, as the command imports it; and the same file once more. */
export const imports: Part = {
  name: 'import',
  title: 'Import of 100,000 patients',
  run: async ({ folder }) => await importOf(100_000, join(folder, 'import'))
}

/** The register of the largest chain of clinics. */
export const importMillion: Part = {
  name: 'import-million',
  title: 'Import of 1,000,000 patients',
  run: async ({ folder }) => await importOf(1_000_000, join(folder, 'import-million'))
}

async function importOf(rows: number, folder: string) {
  const size = { patients: 0, clinicians: 3, bookedDays: 0, appointmentsADay: 0 }
  const { core, today } = await makeClinic(folder, size)
  const file = await writeList(`${folder}-file`, { rows, today })
  const first = await watched(core, () => core.importPatients(file))
  const second = await watched(core, () => core.importPatients(file))
  await core.close()
  return [
    amount('first import', rows / (first.wallMs / 1_000), 'rows/s'),
    amount('first import, processor time', (first.cpuMs / rows) * 1_000, 'µs/row'),
    amount('memory of the process at its peak', first.peakMegabytes, 'MB'),
    amount('memory at its peak beyond what was used before', first.grownMegabytes, 'MB'),
    amount('a write of the desk meanwhile, p99', first.deskP99Ms, 'ms', { most: LONGEST_WAIT_MS }),
    amount('the same file again, nothing changed', rows / (second.wallMs / 1_000), 'rows/s')
  ]
}

async function watched(core: Core, work: () => Promise<unknown>) {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, SAMPLE_MS)
  const desk = startDesk(core)
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  const wallMs = performance.now() - start
  const cpuMs = cpuMsSince(cpu)
  clearInterval(sampler)
  const waits = (await desk.stop()).sort((one, other) => one - other)
  const megabytes = (bytes: number) => bytes / 2 ** 20
  return {
    ...{ wallMs, cpuMs, peakMegabytes: megabytes(peak), grownMegabytes: megabytes(peak - before) },
    deskP99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0
  }
}

/** Somebody at the desk writes now and then. @returns how long each write took, ms, when stopped */
function startDesk({ database, audit }: Core): { stop(): Promise<number[]> } {
  const waits: number[] = []
  let isStopped = false
  const entry = { action: 'patients.imported', patientId: null }
  const run = async () => {
    while (!isStopped) {
      const start = performance.now()
      await database.write((transaction) => audit.record(transaction, SYSTEM_ACTOR, entry))
      waits.push(performance.now() - start)
      await setTimeout(DESK_EVERY_MS)
    }
  }
  const running = run()
  return {
    async stop() {
      isStopped = true
      await running
      return waits
    }
  }
}

async function writeList(
  folder: string,
  { rows, today }: { rows: number; today: Temporal.PlainDate }
): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'patients.csv')
  const stream = createWriteStream(file)
  stream.write('Fødselsnummer;Etternavn;Fornavn;Fødselsdato;Mobil;E-post;SMS-samtykke\n')
  for (const person of eachPerson(rows, today)) {
    const [year, month, day] = person.birthDate.split('-')
    const fields = [
      person.nationalNumber,
      person.familyName,
      person.givenName,
      `${day}.${month}.${year}`,
      person.mobile,
      '',
      person.id % 3 === 0 ? 'Ja' : ''
    ]
    if (!stream.write(`${fields.join(';')}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await finished(stream)
  return file
}
