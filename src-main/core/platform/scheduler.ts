import { schedule, type ScheduledTask } from 'node-cron'
import type { Log } from './log'
import { describeError } from './log'

export interface Scheduler {
  /** Runs `job` at each time of `expression` (five or six fields); a run that is still going makes the next one wait its turn. */
  every(expression: string, name: string, job: () => Promise<void>): void
  stop(): Promise<void>
}

/** Jobs on node-cron. One job's failure is logged and stops nothing else. */
export function createScheduler(log: Log): Scheduler {
  const tasks: ScheduledTask[] = []
  return {
    every(expression, name, job) {
      const run = async (): Promise<void> => {
        try {
          await job()
        } catch (error) {
          log.error('job-failed', { job: name, ...describeError(error) })
        }
      }
      tasks.push(schedule(expression, run, { name, noOverlap: true }))
    },
    async stop() {
      for (const task of tasks.splice(0)) await task.destroy()
    }
  }
}
