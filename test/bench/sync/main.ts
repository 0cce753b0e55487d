import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeMachine } from '../machine'
import { asText, type Section } from '../report'
import { runCoreChild } from './core-child'
import { Ground, PARTS } from './parts'
import { FULL, QUICK } from './plan'
import { runPortalChild } from './portal-child'
import { writeSome, writeWhole } from './sync-report'

async function measure(names: readonly string[], isQuick: boolean): Promise<void> {
  const parts = PARTS.filter(({ name }) => names.length === 0 || names.includes(name))
  const folder = mkdtempSync(join(tmpdir(), 'skranke-bench-sync-'))
  const machine = describeMachine()
  const sections: Section[] = []
  try {
    const ground = new Ground(folder, isQuick ? QUICK : FULL)
    for (const part of parts)
      for (const section of await part.run(ground)) {
        sections.push(section)
        console.log(`\n${asText(section)}`)
      }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  if (parts.length === PARTS.length) await writeWhole(sections, machine, isQuick)
  // Some of it, and of few records, is for looking at.
  else if (!isQuick) await writeSome(sections, machine)
}

const [role = '', argument = ''] = process.argv.slice(2)
if (role === 'core-child') await runCoreChild(JSON.parse(argument))
else if (role === 'portal-child') await runPortalChild(JSON.parse(argument))
else {
  const asked = process.argv.slice(2)
  const names = asked.filter((each) => each !== '--quick')
  const unknown = names.filter((each) => !PARTS.some(({ name }) => name === each))
  if (unknown.length > 0)
    throw new Error(
      `There is no ${unknown.join(', ')}. Choose from: ${PARTS.map(({ name }) => name).join(', ')}.`
    )
  await measure(names, asked.includes('--quick'))
}
