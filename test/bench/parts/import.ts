import { createWriteStream, mkdirSync } from 'node:fs'

import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Temporal } from 'temporal-polyfill'
import { makeClinic } from '../clinic'
import { cpuMsSince } from '../measure'
import type { Part } from '../part'
import { syntheticPeople } from '../people'
import { amount } from '../rows'

const ROWS = 100_000
const SAMPLE_MS = 20

/** A register of 100,000 patients from a CSV file, as the command imports it; and the same file once more. */
export const imports: Part = {
  name: 'import',
  title: 'Import of 100,000 patients',
  async run({ folder }) {
    const size = { patients: 0, clinicians: 3, bookedDays: 0, appointmentsADay: 0 }
    const { core, today } = await makeClinic(join(folder, 'import'), size)
    const file = await writeList(join(folder, 'import-file'), today)
    const first = await watched(() => core.importPatients(file))
    const second = await watched(() => core.importPatients(file))
    await core.close()
    return [
      amount('first import', ROWS / (first.wallMs / 1_000), 'rows/s'),
      amount('first import, processor time', (first.cpuMs / ROWS) * 1_000, 'µs/row'),
      amount('memory at its peak beyond what was used before', first.grownMegabytes, 'MB'),
      amount('the same file again, nothing changed', ROWS / (second.wallMs / 1_000), 'rows/s')
    ]
  }
}

async function watched(work: () => Promise<unknown>) {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, SAMPLE_MS)
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  clearInterval(sampler)
  const wallMs = performance.now() - start
  return { wallMs, cpuMs: cpuMsSince(cpu), grownMegabytes: (peak - before) / 2 ** 20 }
}

async function writeList(folder: string, today: Temporal.PlainDate): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'patients.csv')
  const stream = createWriteStream(file)
  stream.write('Fødselsnummer;Etternavn;Fornavn;Fødselsdato;Mobil;E-post;SMS-samtykke\n')
  for (const person of syntheticPeople(ROWS, today)) {
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
    stream.write(`${fields.join(';')}\n`)
  }
  stream.end()
  await finished(stream)
  return file
}
