import { describe, expect, it } from 'vitest'
import { UndoStack } from './undo-stack'

function stackOf(...texts: string[]): { stack: UndoStack; undone: string[] } {
  const stack = new UndoStack(3)
  const undone: string[] = []
  for (const text of texts) stack.push({ text, undo: async () => void undone.push(text) })
  return { stack, undone }
}

describe('undo stack', () => {
  it('takes the newest step back first', async () => {
    const { stack, undone } = stackOf('booked', 'moved')
    await stack.undo()
    await stack.undo()
    expect(undone).toEqual(['moved', 'booked'])
  })

  it('answers null when nothing is left', async () => {
    expect(await new UndoStack().undo()).toBeNull()
  })

  it('forgets what was taken back in another way', async () => {
    const { stack, undone } = stackOf('booked')
    const death = { text: 'died', about: 'death/1', undo: async () => void undone.push('died') }
    stack.push(death)
    expect(stack.drop('death/1')).toEqual([death])
    await stack.undo()
    expect(undone).toEqual(['booked'])
  })

  it('takes no step back twice', async () => {
    const { stack, undone } = stackOf()
    const step = { text: 'booked', undo: async () => void undone.push('booked') }
    stack.push(step)
    await Promise.all([stack.undo(step), stack.undo(step)])
    expect(undone).toEqual(['booked'])
  })

  it('says what holds now where the step says it, else what was taken back', async () => {
    const { stack } = stackOf('booked')
    stack.push({ text: 'moved to 10.20', undo: async () => 'at 9.20 again' })
    expect((await stack.undo())?.said).toBe('at 9.20 again')
    expect((await stack.undo())?.said).toBe('booked')
  })

  it('forgets the oldest beyond its limit', () => {
    expect(stackOf('a', 'b', 'c', 'd').stack.size).toBe(3)
  })

  it('drops a step that cannot be taken back', async () => {
    const stack = new UndoStack()
    stack.push({ text: 'moved', undo: () => Promise.reject(new Error('undo-outdated')) })
    await expect(stack.undo()).rejects.toThrow('undo-outdated')
    expect(stack.size).toBe(0)
  })
})
