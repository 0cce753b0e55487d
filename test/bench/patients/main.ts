import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { describeMachine } from '../machine'
import { asText, type Section } from '../report'
import { amount } from '../rows'
import { growthOf } from './growth'
import { copyOf, keptRegister } from './kept-register'
import { openRegister } from './open-register'
import { card } from './parts/card'
import { floor, READ_FLOOR } from './parts/floor'
import { lists } from './parts/lists'
import { search } from './parts/search'
import { measureWindow } from './parts/window'
import { asSvg } from './plot'
import { registerReport, type MeasuredSize } from './report'
import { SIZES, visitsOf, type RegisterSize } from './sizes'

/** What writes stands last: it changes what the others read. */
const PARTS = [floor, search, lists, card]
const REPORT = 'docs/benchmarks-patients.md'
const PLOT = 'benchmarks-patients.svg'

const chosen = process.argv.slice(2).map(Number)
const sizes = SIZES.filter(({ patients }) => chosen.length === 0 || chosen.includes(patients))
if (sizes.length === 0 || sizes.length < chosen.length) {
  console.error(`Choose from: ${SIZES.map(({ patients }) => patients).join(', ')}.`)
  process.exit(1)
}

const machine = describeMachine()
const measured: MeasuredSize[] = []
for (const size of sizes) measured.push({ size, sections: await measureSize(size) })
const growth = growthOf(measured.map(({ sections }) => sections))
// Some sizes alone are for looking at; the report has all of them from one run.
if (measured.length === SIZES.length) await writeReport()

async function measureSize(size: RegisterSize): Promise<Section[]> {
  const kept = await keptRegister(size)
  const folder = mkdtempSync(join(tmpdir(), 'skranke-bench-patients-'))
  try {
    copyOf(kept, folder)
    const sections: Section[] = []
    const add = (section: Section) => {
      sections.push(section)
      console.log(`\n${size.patients} patients. ${asText(section)}`)
    }
    const register = await openRegister(folder)
    try {
      for (const part of PARTS) add({ title: part.title, rows: await part.run(register) })
    } finally {
      await register.core.close()
    }
    add({ title: 'The window', rows: await measureWindow(folder, register.samples) })
    add({
      title: 'The clinic',
      rows: [
        amount('size of the database', kept.megabytes, 'MB'),
        amount('making it, patients', size.patients / kept.buildSeconds, 'patients/s'),
        amount(
          'making it, rows of patients and visits',
          (size.patients + visitsOf(size)) / kept.buildSeconds,
          'rows/s'
        )
      ]
    })
    return sections
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeReport(): Promise<void> {
  const options = await resolveConfig(REPORT)
  const text = registerReport({ measured, growth, machine, plot: PLOT })
  writeFileSync(REPORT, await format(text, { ...options, parser: 'markdown' }))
  const counts = sizes.map(({ patients }) => patients)
  writeFileSync(
    join('docs', PLOT),
    asSvg({
      title: 'From 10,000 to 1,000,000 patients: milliseconds of one call',
      kinds: growth.filter(({ what }) => what !== READ_FLOOR),
      floor: growth.find(({ what }) => what === READ_FLOOR) ?? null,
      sizes: counts
    })
  )
  console.log(`\nWritten to ${REPORT}.`)
}
