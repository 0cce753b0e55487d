import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/launch'

/** The process that holds the data folder; null: nobody does. */
function holder(dataFolder: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataFolder, 'core.holder.json'), 'utf8'))
    return typeof pid === 'number' && isAlive(pid) ? pid : null
  } catch {
    // It is written anew, or there is none.
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

test('a start while the program ends is not swallowed: a new one follows', async ({ launch }) => {
  const desk = await launch({ data: 'demo' })
  const core = (await desk.corePid()) ?? 0
  const program = desk.app.process().pid ?? 0

  // Held still, the core lets the program end only when the second start has come and gone.
  process.kill(core, 'SIGSTOP')
  const ended = new Promise((resolve) => desk.app.process().once('exit', resolve))
  await desk.app.evaluate(({ app }) => app.quit())
  const second = spawn(desk.command.executable, desk.command.parameters, { stdio: 'ignore' })
  await new Promise((resolve) => second.once('exit', resolve))
  expect(isAlive(program)).toBe(true)
  process.kill(core, 'SIGCONT')
  await ended

  await expect.poll(() => holder(desk.dataFolder)).not.toBeNull()
  const newCore = holder(desk.dataFolder) ?? 0
  const newProgram = parentOf(newCore)
  expect([core, program]).not.toContain(newProgram)
  process.kill(newProgram, 'SIGTERM')
  await expect.poll(() => isAlive(newProgram) || isAlive(newCore)).toBe(false)
})
