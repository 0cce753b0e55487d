import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { latest } from './latest'

describe('a question asked while someone types', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function asking(ask: (input: string) => Promise<string>) {
    const answers: string[] = []
    const failures: unknown[] = []
    const question = latest({
      ask,
      answered: (answer) => answers.push(answer),
      failed: (error) => failures.push(error),
      delayMs: 100
    })
    return { question, answers, failures }
  }

  it('is asked once, when the typing rests', async () => {
    const asked: string[] = []
    const { question, answers } = asking(async (input) => {
      asked.push(input)
      return input
    })
    question.ask('s')
    question.ask('sø')
    await vi.advanceTimersByTimeAsync(100)
    expect({ asked, answers }).toEqual({ asked: ['sø'], answers: ['sø'] })
  })

  it('listens to the latest answer although an older one comes after it', async () => {
    const delays: Record<string, number> = { slow: 500, quick: 10 }
    const { question, answers } = asking(
      (input) => new Promise((resolve) => setTimeout(() => resolve(input), delays[input]))
    )
    question.ask('slow')
    await vi.advanceTimersByTimeAsync(150)
    question.ask('quick')
    await vi.advanceTimersByTimeAsync(1000)
    expect(answers).toEqual(['quick'])
  })

  it('tells a failure of the latest question only, and nothing once stopped', async () => {
    const { question, failures } = asking(() => Promise.reject(new Error('gone')))
    question.ask('a')
    await vi.advanceTimersByTimeAsync(100)
    question.ask('b')
    question.stop()
    await vi.advanceTimersByTimeAsync(100)
    expect(failures).toHaveLength(1)
  })
})
